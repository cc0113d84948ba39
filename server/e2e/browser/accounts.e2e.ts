/** Accounts: made and handed over, the three administrators kept from cases, signing out, sessions that end. */

import type { AccountRow, Page, PlaceView } from '../../../shared/views.js';
import { PASSWORD } from './built.js';
import { communityDeskOf, numbered, spot, the, workerOf } from './city.js';
import { bring, Hands } from './hands.js';
import { expect, test } from './test.js';

test('a new colleague is made, given a role, and chooses a password before anything else', async ({ open }) => {
  const login = `new${Date.now() % 1_000_000}`;
  const admin = await open.desk(the('systemAdmin').login);
  await admin.opens('/accounts');
  await admin.button('新建账号').click();
  await admin.dialog.getByLabel('姓名').fill('葛新来');
  await admin.dialog.getByLabel('用户名').fill(login);
  await admin.dialog.getByLabel('对外称呼').fill('小葛');
  await admin.picks(admin.dialog.getByLabel('单位'), '区城市运行指挥中心', '指挥中心');
  await admin.dialog.getByRole('button', { name: '新建', exact: true }).click();
  await expect(admin.dialog).toContainText('初始密码只显示这一次');
  const password = await admin.dialog.locator('code').textContent();
  await admin.dialog.getByRole('button', { name: '已记下密码' }).click();

  const security = await open.desk(the('securityAdmin').login);
  await security.opens(`/accounts?q=${login}`);
  await security.page.getByRole('row').filter({ hasText: login }).click();
  await security.chooses(/^派遣员/, 'checkbox');
  await security.dialog.getByRole('button', { name: '保存角色' }).click();
  await security.sees('角色已更新');

  const colleague = await open.desk();
  const { page } = colleague;
  await colleague.signsIn(login, password ?? '');
  await colleague.sees('您还在用管理员给的初始密码');
  await colleague.opens('/cases');
  await colleague.sees('您还在用管理员给的初始密码');
  const change = async (fresh: string) => {
    await page.getByLabel('原密码').fill(password ?? '');
    await page.getByLabel('新密码', { exact: true }).fill(fresh);
    await page.getByLabel('再输一次新密码').fill(fresh);
    await colleague.button('修改密码').click();
  };
  await change('12345678');
  await expect(page.getByRole('alert')).toContainText('密码至少 8 位');
  await change(PASSWORD);
  await expect(page.getByRole('heading', { name: '葛新来，您好' })).toBeVisible();
  await expect(colleague.platform('事件')).toBeVisible();
});

for (const role of ['systemAdmin', 'securityAdmin', 'auditAdmin'] as const)
  test(`the ${role} has work to do and sees no cases`, async ({ open }) => {
    const admin = await open.desk(the(role).login);
    await admin.opens('/');
    await expect(admin.page.locator('.tile-card').first()).toBeVisible();
    await expect(admin.platform('工作台')).toBeVisible();
    await expect(admin.platform('事件')).toHaveCount(0);
    for (const path of ['/cases', '/map', '/intake']) {
      await admin.opens(path);
      await admin.sees('您的账号不能打开这一页');
      await admin.sees('请联系安全管理员授予角色');
    }
    expect((await admin.page.request.get('/api/cases')).status()).toBe(403);
    expect((await admin.page.request.get('/api/cases/counts')).status()).toBe(403);
  });

test('who signs out is out, also by the way back', async ({ open }) => {
  const person = the('dispatcher');
  const clerk = await open.desk();
  await clerk.signsIn(person.login);
  await clerk.opens('/cases');
  await clerk.button(person.name).click();
  await clerk.page.getByText('退出登录', { exact: true }).click();
  await clerk.sees('工作人员登录');
  await clerk.page.goBack();
  await clerk.sees('工作人员登录');
  await expect(clerk.page.getByRole('row')).toHaveCount(0);
});

test('a wrong password is said plainly, and the page one wanted is reached after the right one', async ({ open }) => {
  const clerk = await open.desk();
  await clerk.opens('/cases?open=true&sort=dueAt');
  await clerk.sees('工作人员登录');
  await clerk.fillsSignIn(the('dispatcher').login, 'Wrong-leaf-1');
  await expect(clerk.page.getByRole('alert')).toContainText('用户名或密码不对');
  await clerk.fillsSignIn(the('dispatcher').login);
  await expect(clerk.page).toHaveURL(/\/cases\?.*open=.*sort=dueAt/);
  await expect(clerk.page.locator('tbody tr').first()).toBeVisible();
});

test('a session that ends in the middle of a sentence is renewed over the page, and nothing typed is lost', async ({
  open,
}) => {
  const here = await spot(10);
  const words = numbered('路灯开关箱没有锁');
  const { id } = await bring((await (await Hands.resident()).report(words, here)).id, 'verified', here);
  const clerk = await open.desk(the('dispatcher').login);
  await clerk.opens(`/cases/${id}`);
  await clerk.begins('派遣');
  await clerk.dialog.getByLabel('派遣说明').fill('请带新锁');
  await clerk.page.context().clearCookies();
  await clerk.dialog.getByRole('button', { name: '派遣', exact: true }).click();
  const again = clerk.page.getByRole('dialog', { name: '登录已过期，请再登录一次' });
  await again.getByLabel('用户名').fill(the('dispatcher').login);
  await again.getByLabel('密码', { exact: true }).fill(PASSWORD);
  await again.getByRole('button', { name: '登录', exact: true }).click();
  await expect(again).toBeHidden();
  await expect(clerk.dialog.getByLabel('派遣说明')).toHaveValue('请带新锁');
  await clerk.sends('派遣');
  await clerk.isIn('待接收');
});

test('somebody else who signs in over the page sees nothing of what the first had typed', async ({ open }) => {
  const here = await spot(3);
  const { id } = await bring(
    (await (await Hands.resident()).report(numbered('换人时的路灯'), here)).id,
    'verified',
    here,
  );
  const clerk = await open.desk(the('dispatcher').login);
  await clerk.opens(`/cases/${id}`);
  await clerk.begins('派遣');
  await clerk.dialog.getByLabel('派遣说明').fill('只给我自己看的');
  await clerk.page.context().clearCookies();
  await clerk.dialog.getByRole('button', { name: '派遣', exact: true }).click();
  const again = clerk.page.getByRole('dialog', { name: '登录已过期，请再登录一次' });
  await again.getByLabel('用户名').fill(communityDeskOf(here.code).login);
  await again.getByLabel('密码', { exact: true }).fill(PASSWORD);
  await again.getByRole('button', { name: '登录', exact: true }).click();
  await clerk.isIn('待分流');
  await expect(clerk.dialog).toHaveCount(0);
  await clerk.begins('派遣');
  await expect(clerk.dialog.getByLabel('派遣说明')).toHaveValue('');
});

test('a page that nobody touches says that it will sign out, and a touch keeps it', async ({ open }) => {
  const clerk = await open.desk(the('dispatcher').login);
  await clerk.page.clock.install();
  await clerk.opens('/cases');
  await clerk.sees('未结');
  const unattended = clerk.page.waitForRequest((asked) => asked.headers()['x-unattended'] === 'true');
  await clerk.page.clock.fastForward('13:30');
  await unattended;
  await clerk.sees('分钟没有操作');
  const told = clerk.page.waitForRequest(
    (asked) => asked.url().endsWith('/api/session') && asked.headers()['x-unattended'] === undefined,
  );
  await clerk.page.keyboard.press('Shift');
  await told;
  await clerk.page.clock.runFor(6_000);
  await expect(clerk.page.getByText('分钟没有操作')).toBeHidden();
});

test('who leaves hands the grid over to whoever can take it, and its cases go on there', async ({ open }) => {
  const here = await spot(23);
  const admin = await open.desk(the('systemAdmin').login);
  const { page } = admin;
  const api = page.request;
  const holder = workerOf(here.code);
  const found = (await (await api.get(`/api/accounts?q=${holder.login}`)).json()) as Page<AccountRow>;
  const unit = found.rows[0]?.unit?.id;
  const security = await open.desk(the('securityAdmin').login);
  const colleague = async (name: string, roles: string[]) => {
    const login = `h${Date.now() % 100_000}${name.length}${roles.length}${name.codePointAt(2)}`;
    const made = await (await api.post('/api/accounts', { data: { login, name, workName: name, unit } })).json();
    const { id } = made.account as AccountRow;
    await security.page.request.put(`/api/accounts/${id}/roles`, { data: { roles } });
    return { id, login, name, first: made.password as string };
  };
  const leaver = await colleague('葛离岗', ['gridWorker']);
  const reader = await colleague('葛看看', ['leader']);
  const next = await colleague('葛接手', ['gridWorker']);
  const { posts } = (await (await api.get(`/api/places/${here.code}`)).json()) as PlaceView;
  const held = [
    ...posts.map(({ post, account }) => ({ post, account: account.id })),
    { post: 'worker', account: leaver.id },
  ];
  expect((await api.put(`/api/places/${here.code}/posts`, { data: { posts: held } })).status()).toBe(200);
  const { id } = await (await Hands.resident()).report(numbered('换人接着办的路灯'), here);

  await admin.opens(`/accounts?q=${leaver.login}`);
  await page.getByRole('row').filter({ hasText: leaver.login }).click();
  const { dialog } = admin;
  await expect(dialog).toContainText(`网格岗位 1 个：${here.name} 专职网格员`);
  const goes = dialog.getByRole('button', { name: '移交并停用' });
  await expect(goes).toBeDisabled();
  const handsOverTo = async (name: string) => {
    await admin.picks(dialog.getByLabel('移交给'), name, name);
    await goes.click();
    await page.getByRole('tooltip').getByRole('button', { name: '移交', exact: true }).click();
  };
  await handsOverTo(reader.name);
  await admin.sees('接手的人没有“核实”权限');
  await expect(goes).toBeEnabled();
  await handsOverTo(next.name);
  await admin.sees('已移交，账号已停用');
  await expect(page.getByRole('row').filter({ hasText: leaver.login })).toContainText('已停用');

  const gone = await open.desk();
  await gone.opens('/sign-in');
  await gone.fillsSignIn(leaver.login, leaver.first);
  await expect(gone.page.getByRole('alert')).toContainText('用户名或密码不对');

  const comes = await open.desk();
  await comes.signsIn(next.login, next.first);
  await comes.page.getByLabel('原密码').fill(next.first);
  await comes.page.getByLabel('新密码', { exact: true }).fill(PASSWORD);
  await comes.page.getByLabel('再输一次新密码').fill(PASSWORD);
  await comes.button('修改密码').click();
  await expect(comes.platform('事件')).toBeVisible();
  await comes.opens(`/cases/${id}`);
  await comes.begins('核实');
  await comes.sends('核实');
  await comes.isIn('待分流');
});
