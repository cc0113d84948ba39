/** A resident with a phone: taps by the words on the screen, counts the taps, and sees what is said. */
import { type BrowserContextOptions, expect, type Locator, type Page } from '@playwright/test';
import { photo, type Spot } from './city.js';
import type { Hands } from './hands.js';
import { hasAllPages, keepsToken, standsStill } from './in-page.js';

export interface PhoneOptions {
  /** Where it stands; without it the position is refused. */
  at?: Spot;
  /** Which resident of the demo city signs in; without it somebody new. */
  as?: string;
}

type Role = 'button' | 'radio' | 'checkbox' | 'tab';

export const phoneContext = ({ at }: PhoneOptions): BrowserContextOptions => ({
  viewport: { width: 375, height: 812 },
  hasTouch: true,
  isMobile: true,
  ...(at
    ? { geolocation: { longitude: at.lng, latitude: at.lat, accuracy: 15 }, permissions: ['geolocation'] }
    : { permissions: [] }),
});

export class Phone {
  /** Taps so far. */
  taps = 0;

  constructor(
    readonly page: Page,
    private readonly options: PhoneOptions = {},
  ) {}

  /** @param path of the mini-program, e.g. `pages/cases/index` */
  async opens(path = 'pages/home/index'): Promise<void> {
    const query = this.options.as ? `?as=${this.options.as}` : '';
    await this.page.goto(`/m/${query}#/${path}`);
  }

  /** Something on the screen that can be pressed. */
  thing(name: string | RegExp, role: Role = 'button'): Locator {
    return this.page.getByRole(role, { name, exact: typeof name === 'string' });
  }

  /** A page that is pushed away has buttons, too, for a moment: until then the same words may stand twice. */
  async tap(name: string | RegExp, role: Role = 'button'): Promise<void> {
    const thing = this.thing(name, role);
    await expect(thing).toHaveCount(1);
    await thing.tap();
    this.taps++;
  }

  async sees(words: string | RegExp): Promise<void> {
    await expect(this.page.getByText(words).filter({ visible: true }).first()).toBeVisible();
  }

  /** No page is being pushed in or away: what is measured then is what is read. */
  async standsStill(): Promise<void> {
    await expect.poll(() => this.page.evaluate<boolean>(standsStill)).toBe(true);
  }

  /** It has fetched what it needs to go on without a signal. */
  async hasAllPages(): Promise<void> {
    await expect.poll(() => this.page.evaluate<boolean>(hasAllPages)).toBe(true);
  }

  /** On the page of messages: a message is written a moment after the act that it tells of. */
  async isTold(words: string): Promise<void> {
    const message = this.page.getByText(words).filter({ visible: true }).first();
    await expect(async () => {
      await this.page.reload();
      await expect(message).toBeVisible({ timeout: 3000 });
    }).toPass({ timeout: 30_000 });
  }

  /** Where one writes. */
  field(label: string): Locator {
    return this.page.getByLabel(label, { exact: true }).filter({ visible: true });
  }

  async types(label: string, words: string): Promise<void> {
    const field = this.field(label);
    await expect(field).toHaveCount(1);
    await field.fill(words);
  }

  /** Presses the button that opens camera or album, and takes this photo. */
  async takes(name: Parameters<typeof photo>[0], button = '拍照'): Promise<void> {
    const buffer = await photo(name);
    const [chooser] = await Promise.all([this.page.waitForEvent('filechooser'), this.tap(button)]);
    await chooser.setFiles({ name: `${name}.jpg`, mimeType: 'image/jpeg', buffer });
  }

  /** Signs in by the demo's button on 我的. */
  async signsIn(): Promise<void> {
    await this.opens('pages/mine/index');
    await this.tap(/^同意并.*登录$/);
    await expect(this.thing('退出登录')).toBeVisible();
  }

  /** Is somebody who signed in before, over HTTP. */
  async is({ token }: Pick<Hands, 'token'>): Promise<void> {
    await this.page.addInitScript({ content: keepsToken(token ?? '') });
  }
}
