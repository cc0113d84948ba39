/** The gate before WeChat's own review: size, declarations and code of the compiled mini-program. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { COMPILED } from './compiled.js';
import type { AppJson } from './program.js';

/** Ours; WeChat takes 2 MB for each package. */
const LARGEST_MAIN = 600_000;
const LARGEST_OTHER = 2 * 1024 * 1024;
/** Functions of wx that WeChat gives only to those who declare them. */
const TO_DECLARE = [
  'getLocation',
  'chooseLocation',
  'startLocationUpdate',
  'onLocationChange',
  'chooseAddress',
  'choosePoi',
];
/** A build for the developer tool talks to this machine; all else must be HTTPS. Names of XML dialects are no hosts. */
const FINE_HOSTS = /^http:\/\/(127\.0\.0\.1|localhost|www\.w3\.org)\b/;

const files = (readdirSync(COMPILED, { recursive: true, encoding: 'utf8' }) as string[])
  .map((name) => join(COMPILED, name))
  .filter((path) => statSync(path).isFile());
const app = JSON.parse(readFileSync(join(COMPILED, 'app.json'), 'utf8')) as AppJson;
const packages = app.subPackages ?? [];
const nameOf = (path: string) => relative(COMPILED, path);
const packageOf = (path: string) => packages.find(({ root }) => nameOf(path).startsWith(`${root}/`))?.root ?? 'main';
const sizeOf = (name: string) =>
  files.filter((path) => packageOf(path) === name).reduce((sum, path) => sum + statSync(path).size, 0);
const code = files
  .filter((path) => extname(path) === '.js')
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
/** Files whose code says this, with what it says. */
const saying = (pattern: RegExp) =>
  code.flatMap(({ path, text }) => (text.match(pattern) ?? []).map((found) => `${nameOf(path)}: ${found}`));

describe('the package', () => {
  it('is small', () => {
    expect(sizeOf('main')).toBeLessThanOrEqual(LARGEST_MAIN);
    for (const { root } of packages) expect(sizeOf(root)).toBeLessThanOrEqual(LARGEST_OTHER);
  });

  it('has the files of every page that it names', () => {
    const pages = [...app.pages, ...packages.flatMap(({ root, pages }) => pages.map((page) => `${root}/${page}`))];
    const wanted = pages.flatMap((page) => ['js', 'json', 'wxml'].map((extension) => `${page}.${extension}`));
    const tabs = app.tabBar?.list.map(({ pagePath }) => pagePath) ?? [];
    expect(wanted.filter((name) => !files.some((path) => nameOf(path) === name))).toEqual([]);
    expect(tabs.filter((page) => !app.pages.includes(page))).toEqual([]);
  });

  it('holds no maps of the source and no tests', () => {
    expect(files.map(nameOf).filter((name) => /\.map$|\.spec\.|\.e2e\./.test(name))).toEqual([]);
  });
});

describe('app.json', () => {
  it('declares what the code asks of the phone, and no more', () => {
    const used = TO_DECLARE.filter((name) => saying(new RegExp(`\\.${name}\\b`, 'g')).length > 0);
    expect([...(app.requiredPrivateInfos ?? [])].sort()).toEqual(used.sort());
  });

  it('says in words why it asks for the place', () => {
    expect(app.permission?.['scope.userLocation']?.desc).toMatch(/\p{Script=Han}{4}/u);
  });

  it('loads pages when they are needed and checks privacy', () => {
    expect(app.lazyCodeLoading).toBe('requiredComponents');
    expect(app.__usePrivacyCheck__).toBe(true);
  });
});

describe('the code', () => {
  it('speaks HTTPS only', () => {
    expect(saying(/http:\/\/[\w.-]+/g).filter((found) => !FINE_HOSTS.test(found.split(': ')[1] ?? ''))).toEqual([]);
  });

  it('makes no code from text', () => {
    expect(saying(/\beval\(|\bnew Function\((?!"return this"\))/g)).toEqual([]);
  });
});
