/** WeChat asks for this file when the tab bar is our own; the bar itself is drawn by each tab's page. */
export default function CustomTabBar() {
  return null;
}
