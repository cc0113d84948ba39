/** WeChat's WXML compiler as npm package; it brings no types. */
declare module 'miniprogram-compiler' {
  /** Code of a function body that returns $gwx. */
  export function wxmlToJs(folder: string, options?: { maxBuffer?: number }): string;
}
