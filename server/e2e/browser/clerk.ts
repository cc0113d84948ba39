/** Somebody at the console: signs in, opens pages, and acts through the dialogs of the flow. */
import { expect, type Locator, type Page } from '@playwright/test';
import { actionOrder, actionRow } from '../../../shared/case-flow.js';
import { PASSWORD } from './built.js';
import { photo } from './city.js';

/** What stands under 更多. */
const rare = actionOrder.filter((a) => actionRow(a).rare).map((a) => actionRow(a).label);

export class Clerk {
  constructor(readonly page: Page) {}

  async opens(path: string): Promise<void> {
    await this.page.goto(`/admin${path}`);
  }

  /** Through the page, as everybody does. */
  async signsIn(login: string, password = PASSWORD): Promise<void> {
    await this.opens('/sign-in');
    await this.fillsSignIn(login, password);
    await expect(this.page.getByText('工作人员登录')).toBeHidden();
  }

  async fillsSignIn(login: string, password = PASSWORD): Promise<void> {
    await this.page.getByLabel('用户名').fill(login);
    await this.page.getByLabel('密码', { exact: true }).fill(password);
    // After a refusal its sign of loading may stand before the word for a moment.
    await this.button('登录').click();
  }

  /** Over HTTP, for tests that are about something else. */
  async hasSignedIn(login: string): Promise<void> {
    const answer = await this.page.request.post('/api/session/staff', { data: { name: login, password: PASSWORD } });
    expect(answer.status(), `${login} signs in`).toBeLessThan(300);
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog').filter({ visible: true });
  }

  /** One of several; a dialog that still unfolds may take the first press for nothing. */
  async chooses(name: string | RegExp, role: 'radio' | 'checkbox' = 'radio'): Promise<void> {
    const one = this.dialog.getByRole(role, { name, exact: typeof name === 'string' });
    await expect(async () => {
      if (!(await one.isChecked())) await one.click();
      await expect(one).toBeChecked({ timeout: 1_000 });
    }).toPass();
  }

  /** By its words; antd names the icon before them. */
  button(name: string | RegExp): Locator {
    const ends = typeof name === 'string' ? new RegExp(`(^| )${name}$`) : name;
    return this.page.getByRole('button', { name: ends });
  }

  /** Of the menu at the left. */
  platform(name: string): Locator {
    return this.page.getByRole('navigation', { name: '平台' }).getByRole('link', { name: new RegExp(`(^| )${name}$`) });
  }

  async sees(words: string | RegExp): Promise<void> {
    await expect(this.page.getByText(words).filter({ visible: true }).first()).toBeVisible();
  }

  /** The state of the case that is open, as its head says it. */
  async isIn(state: string): Promise<void> {
    await expect(this.page.getByRole('region', { name: '事件详情' }).locator('.case-head')).toContainText(state);
  }

  /** Finds a case in the list by words and opens it. */
  async finds(words: string): Promise<void> {
    await this.opens('/cases');
    const search = this.page.getByLabel('按编号或内容搜索');
    await search.fill(words);
    await search.press('Enter');
    await this.page.getByRole('row').filter({ hasText: words }).click();
    await expect(this.page.getByRole('region', { name: '诉求内容' })).toContainText(words);
  }

  /** Opens the dialog of an action of the case on the page. */
  async begins(action: string): Promise<Locator> {
    const bar = this.page.getByRole('toolbar', { name: '可以办的操作' });
    if (rare.includes(action)) {
      await bar.getByRole('button', { name: /^更多/ }).click();
      await this.page.getByRole('menuitem', { name: action, exact: true }).click();
    } else await bar.getByRole('button', { name: action, exact: true }).click();
    await expect(this.dialog).toBeVisible();
    return this.dialog;
  }

  /** Sends the dialog; grave actions ask once more. */
  async sends(action: string, grave = false): Promise<void> {
    await this.dialog.getByRole('button', { name: action, exact: true }).click();
    if (grave) await this.dialog.getByRole('button', { name: `确定${action}`, exact: true }).click();
    await expect(this.dialog).toBeHidden();
  }

  /** Puts a photo into the field of the open dialog. */
  async attaches(field: string, name: Parameters<typeof photo>[0]): Promise<void> {
    const buffer = await photo(name);
    const group = this.dialog.getByRole('group', { name: field });
    const [chooser] = await Promise.all([
      this.page.waitForEvent('filechooser'),
      group.getByRole('button', { name: /选择照片/ }).click(),
    ]);
    await chooser.setFiles({ name: `${name}.jpg`, mimeType: 'image/jpeg', buffer });
    await expect(group.getByRole('figure')).toHaveCount(1);
    await expect(group.locator('.ant-progress')).toHaveCount(0);
  }

  /** Chooses from a list that opens under a field; long lists are searched by what is typed. */
  async picks(field: Locator, option: string, typed?: string): Promise<void> {
    await field.click();
    if (typed) await field.fill(typed);
    await this.options.filter({ hasText: option }).first().click();
  }

  /** Types a day, `YYYY-MM-DD`, into a field of the open dialog. */
  async dates(field: string, day: string): Promise<void> {
    const input = this.dialog.getByLabel(field);
    await input.fill(day);
    await input.press('Tab');
  }

  /** Of the list that is open. */
  get options(): Locator {
    return this.page.locator('.ant-select-dropdown').filter({ visible: true }).locator('.ant-select-item-option');
  }
}
