/** WeChat has a viewer of its own. */
export function PhotoViewer() {
  return null;
}
