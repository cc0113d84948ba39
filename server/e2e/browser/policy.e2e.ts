/** What our pages are allowed to load: they need no more (the suite fails on a violation), and no less is enforced. */
import type { Page } from '@playwright/test';
import { numbered, spot, the } from './city.js';
import { Hands } from './hands.js';
import { breaksPolicy, tellsViolations } from './in-page.js';
import { expect, newContext, test } from './test.js';

/** The policy that came with the page itself. */
async function policyOf(page: Page): Promise<string | undefined> {
  const answer = await page.reload();
  return answer?.headers()['content-security-policy'];
}
const STRICT = /^(?=.*default-src 'none')(?=.*script-src 'self'(;|$))(?!.*unsafe-eval)/;

test('the console: list, case, map, statistics and duty list', async ({ open }) => {
  const clerk = await open.desk(the('dispatcher').login);
  const { page } = clerk;
  const row = page.locator('tbody tr').first();
  await clerk.opens('/cases');
  await expect(row).toBeVisible();
  expect(await policyOf(page)).toMatch(STRICT);
  await row.click();
  await expect(page.getByRole('region', { name: '事件详情' })).toBeVisible();
  await clerk.opens('/map');
  await clerk.sees(/画面内 [1-9]\d* 件/);
  await clerk.opens('/stats');
  await expect(page.getByRole('cell', { name: '合计' })).toBeVisible();
  await clerk.opens('/duty');
  await expect(row).toBeVisible();
});

test('the mini-program: home, a report with its photo, and what became of it', async ({ open }) => {
  const here = await spot(16);
  const resident = await Hands.resident();
  const { id } = await resident.report(numbered('路灯不亮'), here);
  const phone = await open.phone({ at: here });
  await phone.is(resident);
  await phone.opens();
  await phone.sees('我要上报');
  expect(await policyOf(phone.page)).toMatch(STRICT);
  await phone.opens('pages/report/photo/index');
  await phone.takes('lamp-before-1');
  await phone.sees('第 2 步，共 4 步');
  await phone.opens(`pages/case/index?id=${id}`);
  await phone.sees('谁看过我的联系方式');
});

test('a script in the page, another base and a picture from elsewhere are refused, and the page tells', async ({
  browser,
}) => {
  const context = await newContext(browser, {});
  await context.addInitScript({ content: tellsViolations });
  const page = await context.newPage();
  const told: string[] = [];
  page.on('console', (message) => {
    const [, directive] = /^breaks (\S+) by /.exec(message.text()) ?? [];
    if (directive) told.push(directive);
  });
  for (const face of ['/admin/', '/m/']) {
    told.length = 0;
    await page.goto(face);
    await page.evaluate(breaksPolicy);
    await expect.poll(() => [...told].sort()).toEqual(['base-uri', 'img-src', 'script-src-elem']);
    expect(await page.evaluate('window.wasRun')).toBeUndefined();
  }
  await context.close();
});
