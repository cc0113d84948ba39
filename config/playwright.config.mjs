/** Whole tasks in a real browser: Debian's Chromium, one worker, the demo city on a server of its own. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { launchOptions } from './chromium.ts';

export default defineConfig({
  testDir: fileURLToPath(new URL('../server/e2e/browser', import.meta.url)),
  testMatch: '**/*.e2e.ts',
  outputDir: fileURLToPath(new URL('../test-results', import.meta.url)),
  workers: 1,
  fullyParallel: false,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], [fileURLToPath(new URL('./playwright-counts.mjs', import.meta.url))]],
  globalSetup: fileURLToPath(new URL('../server/e2e/browser/setup.ts', import.meta.url)),
  use: {
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    actionTimeout: 15_000,
    screenshot: 'only-on-failure',
    launchOptions: launchOptions(),
  },
});
