/** Which browser drives the pages in tests and pictures: Debian's Chromium, without GPU and without calls of its own. */
import { execFileSync } from 'node:child_process';

/** For Playwright's launch. @throws when no Chromium is found; CHROMIUM names one elsewhere */
export const launchOptions = () => ({
  executablePath: process.env.CHROMIUM ?? chromium(),
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});

function chromium(): string {
  try {
    return execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();
  } catch {
    throw new Error('没有找到 chromium；请安装，或用 CHROMIUM 指明路径');
  }
}
