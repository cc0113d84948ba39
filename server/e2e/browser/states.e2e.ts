/** Nothing there, no answer, no permission: each page says what happened and what to do next. */
import { checkerOf, numbered, spot, the, workerOf } from './city.js';
import { Clerk } from './clerk.js';
import { bring, Hands } from './hands.js';
import { expect, newContext, test } from './test.js';

const LIST = /\/api\/cases(\?|$)/;

test('a list whose server does not answer says so, and opens when it does again', async ({ open }) => {
  const clerk = await open.desk(the('dispatcher').login);
  const { page } = clerk;
  await page.route(LIST, (route) => route.abort());
  await clerk.opens('/cases');
  await clerk.sees('连不上服务器，请检查网络后再试');
  await page.unroute(LIST);
  await clerk.button('再试一次').click();
  await expect(page.locator('tbody tr').first()).toBeVisible();
});

test('a fault of the server is said with its number, and never as an empty page', async ({ open }) => {
  const clerk = await open.desk(the('dispatcher').login);
  const problem = {
    type: 'about:blank',
    code: 'server.fault',
    title: '系统出错了，您的操作没有生效，请稍后再试',
    status: 500,
  };
  await clerk.page.route('**/api/cases/counts', (route) =>
    route.fulfill({ status: 500, contentType: 'application/problem+json', json: { ...problem, requestId: 'r-42' } }),
  );
  await clerk.opens('/');
  await clerk.sees('系统出错了，您的操作没有生效，请稍后再试');
  await clerk.sees(/请求编号 r-42/);
  await clerk.page.unroute('**/api/cases/counts');
  await clerk.button('再试一次').click();
  await clerk.sees('等我处理');
});

test('a page that does not arrive, or that throws, says so under its menu and is there again after a reload', async ({
  browser,
}) => {
  // Not watched: the browser itself complains of what is cut and of what throws here.
  const context = await newContext(browser, { viewport: { width: 1366, height: 768 } });
  const clerk = new Clerk(await context.newPage());
  const { page } = clerk;
  const sees = async (again: () => Promise<void>) => {
    await clerk.sees('这一页没有打开');
    await again();
    await clerk.button('重新加载').click();
  };

  const SIGN_IN = /\/assets\/sign-in-/;
  await page.route(SIGN_IN, (route) => route.abort());
  await clerk.opens('/sign-in');
  await sees(() => page.unroute(SIGN_IN));
  await clerk.sees('工作人员登录');

  await clerk.hasSignedIn(the('dispatcher').login);
  await clerk.opens('/');
  await clerk.sees('辖区未结');
  const CHUNK = /\/assets\/stats-/;
  await page.route(CHUNK, (route) => route.abort());
  await clerk.platform('统计').click();
  await clerk.sees('这一页没有打开');
  await clerk.platform('工作台').click();
  await clerk.sees('辖区未结');
  await clerk.platform('统计').click();
  await sees(() => page.unroute(CHUNK));
  await expect(page.getByRole('heading', { level: 1 })).toContainText('统计');

  const NOTICES = /\/api\/notices/;
  await page.route(NOTICES, (route) => route.fulfill({ json: { rows: [null], total: 1, page: 1, size: 20 } }));
  await clerk.opens('/notices');
  await expect(clerk.platform('工作台')).toBeVisible();
  await sees(() => page.unroute(NOTICES));
  await expect(page.getByRole('heading', { level: 1 })).toContainText('消息');
  await context.close();
});

test('a search without a hit, a case that is not there, and a page that is not ours say the next step', async ({
  open,
}) => {
  const here = await spot();
  const worker = await open.desk(workerOf(here.code).login);
  await worker.opens('/cases?q=没有人会这样写');
  await worker.sees('没有符合条件的事件');
  await worker.sees('可以换一个词，或去掉上面的某个条件');
  await worker.page.getByLabel('按编号或内容搜索').fill('');
  await expect(worker.page.locator('tbody tr').first()).toBeVisible();

  await worker.opens('/cases/01h00000000000000000000000');
  await worker.sees('没有找到这一项');
  await expect(worker.page.getByRole('link', { name: '回到工作台', exact: true })).toBeVisible();
  await worker.opens('/nowhere');
  await worker.sees('没有找到这个页面');
  await worker.opens('/accounts');
  await worker.sees('您的账号不能打开这一页');
  await worker.page.getByRole('link', { name: '回到工作台', exact: true }).click();
  await worker.sees('等我处理');
});

test('what is typed in a dialog stays when the server does not answer', async ({ open }) => {
  const here = await spot(17);
  const resident = await Hands.resident();
  const view = await bring((await resident.report(numbered('路灯杆上的线垂下来了'), here)).id, 'handled', here);
  const clerk = await open.desk(checkerOf(view).login);
  const { page } = clerk;
  await clerk.opens(`/cases/${view.id}`);
  await clerk.begins('返工');
  await clerk.chooses('证据', 'checkbox');
  await clerk.dialog.getByLabel('要求').fill('照片看不清，请重拍');
  await page.route('**/acts/rework', (route) => route.abort());
  await clerk.dialog.getByRole('button', { name: '返工', exact: true }).click();
  await clerk.dialog.getByRole('button', { name: '确定返工' }).click();
  await expect(clerk.dialog.getByRole('alert')).toContainText('连不上服务器');
  await expect(clerk.dialog.getByLabel('要求')).toHaveValue('照片看不清，请重拍');
  await clerk.dialog.getByRole('button', { name: '取消' }).click();
});
