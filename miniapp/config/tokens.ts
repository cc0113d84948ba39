/** The style tokens of shared/look.ts as CSS declarations, read while the build runs. */
import path from 'node:path';
import { transformFileSync } from '@swc/core';

type CssVariables = (size: 'normal' | 'elder') => Record<string, string>;

/** Compiled here because Node cannot load TypeScript by itself at the version we promise. */
function look(): { cssVariables: CssVariables } {
  const file = path.resolve(__dirname, '../../shared/look.ts');
  const { code } = transformFileSync(file, { jsc: { parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } });
  const module = { exports: {} as { cssVariables: CssVariables } };
  new Function('module', 'exports', code)(module, module.exports);
  return module.exports;
}

/** On the web page type grows with the size that is set in the browser; WeChat knows no such unit. */
const scaled = ['--body', '--title', '--small'];
const sized = (all: Record<string, string>): Record<string, string> =>
  process.env.TARO_ENV === 'h5'
    ? Object.fromEntries(
        Object.entries(all).map(([k, v]) => [k, scaled.includes(k) ? `${Number.parseFloat(v) / 16}rem` : v]),
      )
    : all;

/** `normal`: every token; `elder`: only those that differ. */
export function tokens(): Record<'normal' | 'elder', Record<string, string>> {
  const { cssVariables } = look();
  const normal = sized(cssVariables('normal'));
  const differs = ([name, value]: [string, string]) => normal[name] !== value;
  return { normal, elder: Object.fromEntries(Object.entries(sized(cssVariables('elder'))).filter(differs)) };
}
