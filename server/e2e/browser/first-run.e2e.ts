/** An empty system: the one-time token makes the root and the three administrators, and then never again. */
import { PASSWORD, startBuilt } from './built.js';
import { expect, test } from './test.js';

test('an empty system is set up in the browser, once', async ({ open }) => {
  const server = await startBuilt('none');
  try {
    const token = () => /一次性口令[^\n]*\n\s*(\S+)/.exec(server.said())?.[1];
    // It answers before it has said everything.
    await expect.poll(token).toBeTruthy();
    const first = await open.desk(undefined, { baseURL: server.url });
    const { page } = first;
    await first.opens('/');
    await expect(page.getByRole('heading', { name: '初始化系统' })).toBeVisible();
    await first.button('完成初始化').click();
    await expect(page.getByRole('alert')).toContainText('每一项都要填写');

    await page.getByLabel('区划名称').fill('临江区');
    await page.getByLabel('区划编码').fill('310199');
    await page.getByLabel('根单位名称').fill('临江区城市运行管理中心');
    const admins = { 系统管理员: 'xitong', 安全管理员: 'anquan', 审计员: 'shenji' };
    for (const [label, login] of Object.entries(admins)) {
      await page.getByLabel(`${label}姓名`).fill(`${label}甲`);
      await page.getByLabel(`${label}用户名`).fill(login);
      await page.getByLabel(`${label}密码`).fill(PASSWORD);
    }
    await page.getByLabel('一次性口令').fill('0000-wrong');
    await first.button('完成初始化').click();
    await expect(page.getByRole('alert')).toContainText('初始化口令不对');
    await page.getByLabel('一次性口令').fill(token() ?? '');
    await first.button('完成初始化').click();

    await first.sees('工作人员登录');
    await first.fillsSignIn('xitong');
    await expect(page.getByRole('heading', { name: '系统管理员甲，您好' })).toBeVisible();
    await first.opens('/places');
    await page.getByRole('treeitem', { name: '临江区' }).getByText('临江区').click();
    await expect(page.getByRole('heading', { name: /临江区/ })).toBeVisible();

    const second = await open.desk(undefined, { baseURL: server.url });
    await second.opens('/first-run');
    await second.sees('工作人员登录');
  } finally {
    await server.stop();
  }
});
