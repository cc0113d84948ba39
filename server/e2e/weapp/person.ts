/** Somebody with a phone in the hand: reads the screen, taps, types, chooses, and waits until the page follows. */
import { handlerOf, listens, targetOf } from './events.js';
import { find, findField, isDisabled, type Labelled, readScreen } from './finding.js';
import { MiniProgram, type ProgramOptions } from './program.js';
import { toGcj02 } from './wx/location.js';
import { aroundOf, type Element, elementsOf, textOf } from './wxml.js';

const GLANCE = 10;

export class Person {
  /** What was typed into fields, by page and field: forms hand it in. */
  private readonly typed = new WeakMap<object, Map<unknown, string>>();

  /** Milliseconds to wait for what does not come. */
  patience = 10_000;
  /** How often the page was tapped, boxes of the system not counted. */
  taps = 0;

  constructor(readonly program: MiniProgram) {}

  /** Opens the mini-program on the phone. */
  static opens({ url, ...options }: ProgramOptions & { url?: string }): Person {
    const program = new MiniProgram(options);
    program.launch(url);
    return new Person(program);
  }

  /** All that can be read on the screen now. */
  screen(): string {
    return readScreen(this.program, this.root());
  }

  /** Waits until this can be read. */
  async sees(text: string | RegExp): Promise<void> {
    const isThere = (screen: string) => (typeof text === 'string' ? screen.includes(text) : text.test(screen));
    await this.until(() => isThere(this.screen()), `to read ${text}`);
  }

  /** Waits until this can no longer be read. */
  async seesNoMore(text: string): Promise<void> {
    await this.until(() => !this.screen().includes(text), `not to read ${text}`);
  }

  /** Taps what carries this text or aria-label, as soon as it is there, listens and is not disabled. A box of the system comes first. */
  async tap(label: string, which: Labelled = {}): Promise<void> {
    await this.until(() => {
      const dialog = this.program.phone.dialogs.at(-1);
      if (dialog) {
        if (!dialog.buttons.includes(label)) return false;
        dialog.press(label);
        return true;
      }
      const element = find(this.root(), label, which);
      if (!element || isDisabled(element) || !listens(element)) return false;
      this.tapOn(element);
      return true;
    }, `to tap ${label}`);
    await this.pageFollows();
  }

  /** Types into the field with this aria-label, placeholder or name. */
  async type(label: string, text: string): Promise<void> {
    const field = await this.until(() => findField(this.root(), label, ['input', 'textarea']), `a field ${label}`);
    const { maxlength = 140, id, name } = field.attr;
    const value = Number(maxlength) < 0 ? text : [...text].slice(0, Number(maxlength)).join('');
    const page = this.program.pages.top;
    const typed = this.typed.get(page) ?? new Map();
    this.typed.set(page, typed.set(id ?? name, value));
    this.dispatch(field, 'focus', { value: field.attr.value ?? '' });
    this.dispatch(field, 'input', { value, cursor: value.length });
    this.dispatch(field, 'blur', { value });
    await this.pageFollows();
  }

  /** Chooses from the picker that shows this text or has this aria-label; dates and times are chosen as they are. */
  async choose(label: string, option: string): Promise<void> {
    const picker = await this.until(() => {
      const pickers = [...elementsOf(this.root())].filter(({ tag }) => tag === 'picker');
      return pickers.find((each) => each.attr['aria-label'] === label || textOf(each).trim() === label) ?? null;
    }, `a picker ${label}`);
    const { range, mode = 'selector', 'range-key': key } = picker.attr;
    this.dispatch(picker, 'change', { value: mode === 'selector' ? String(placeIn(range, key, option)) : option });
    await this.pageFollows();
  }

  async turn(label: string, on: boolean): Promise<void> {
    const found = await this.until(() => findField(this.root(), label, ['switch']), `a switch ${label}`);
    this.dispatch(found, 'change', { value: on });
    await this.pageFollows();
  }

  /**
   * Drags the map until this place (WGS-84) is in its middle.
   * @param saying where the client says what moved it: newer ones in `detail`, older ones beside it
   */
  async dragMap(to: { lng: number; lat: number }, saying: 'inDetail' | 'beside' = 'inDetail'): Promise<void> {
    const map = await this.map();
    const [longitude, latitude] = toGcj02(to.lng, to.lat);
    const tell = (type: 'begin' | 'end', causedBy: string, detail: object) => {
      const by = saying === 'inDetail' ? { type, causedBy } : {};
      this.dispatch(map, type, { ...detail, ...by }, { boundAs: 'regionchange', more: { causedBy } });
    };
    tell('begin', 'gesture', {});
    this.program.maps.look(this.program.pages.top, map, { longitude, latitude });
    tell('end', 'drag', { centerLocation: { longitude, latitude } });
    await this.pageFollows();
  }

  /** Taps the map at this place (WGS-84). */
  async tapMap(to: { lng: number; lat: number }): Promise<void> {
    const map = await this.map();
    const [longitude, latitude] = toGcj02(to.lng, to.lat);
    this.dispatch(map, 'tap', { longitude, latitude });
    await this.pageFollows();
  }

  /** Pulls the page down to see what is new. @throws where the page does not allow it */
  pullsDown(): void {
    const { top } = this.program.pages;
    if (!this.program.pageJson(top.route).enablePullDownRefresh) throw new Error(`${top.route} cannot be pulled down`);
    this.program.guard(() => top.onPullDownRefresh?.());
  }

  /** Presses the arrow in the top left corner. */
  back(): void {
    this.program.pages.back();
  }

  /** Closes the mini-program. @throws when its code failed somewhere */
  closes(): void {
    this.program.close();
    this.complain();
  }

  /** Waits until something is so, looking again and again. @throws with what is on the screen when patience ends */
  async until<T>(look: () => T | null | false, what: string): Promise<T> {
    const end = Date.now() + this.patience;
    for (;;) {
      this.complain();
      const found = look();
      if (found) return found;
      if (Date.now() > end) throw new Error(`Waited in vain: ${what}. ${this.situation()}`);
      await new Promise((resolve) => setTimeout(resolve, GLANCE));
    }
  }

  /** The page on the screen as it is drawn now. */
  root(): Element {
    const { pages, templates } = this.program;
    return templates.draw(pages.top.route, pages.top.data);
  }

  private map(): Promise<Element> {
    return this.until(() => [...elementsOf(this.root())].find(({ tag }) => tag === 'map') ?? null, 'a map');
  }

  /** Nobody's finger is so fast that the page is still being drawn. */
  private async pageFollows(): Promise<void> {
    await this.until(() => this.program.isQuiet, 'the page to follow');
  }

  private situation(): string {
    const { pages, refusals } = this.program;
    return `On the screen (${pages.top.route}):\n${this.screen()}\n\nRefused by wx: ${refusals.join(', ') || 'nothing'}`;
  }

  private complain(): void {
    const [error] = this.program.errors;
    if (error) throw new Error('The code of the mini-program failed', { cause: error });
  }

  private tapOn(element: Element): void {
    this.taps++;
    this.program.phone.toast = null;
    const button = [...aroundOf(element)].find(({ tag }) => tag === 'button');
    this.dispatch(element, 'tap', { x: 1, y: 1 });
    if (!button) return;
    for (const type of String(button.attr['open-type'] ?? '').split('|')) this.openType(button, type);
    if (button.attr['form-type'] === 'submit') this.submit(button);
  }

  /** Buttons that do something of WeChat's. */
  private openType(button: Element, type: string): void {
    const { phone, privacy } = this.program;
    if (type === 'agreePrivacyAuthorization') {
      privacy.agreeBy(String(button.attr.id));
      this.dispatch(button, 'agreeprivacyauthorization', { errMsg: 'agreePrivacyAuthorization:ok' });
    }
    if (type === 'getPhoneNumber') void this.sharePhoneNumber(button);
    if (type === 'openSetting') this.dispatch(button, 'opensetting', { authSetting: { ...phone.permits } });
  }

  private async sharePhoneNumber(button: Element): Promise<void> {
    const { phone } = this.program;
    const answer = (detail: object) => void this.dispatch(button, 'getphonenumber', detail);
    if (!phone.phoneNumber) return answer({ errMsg: 'getPhoneNumber:fail user deny' });
    const order = { openid: phone.openid, phone: phone.phoneNumber };
    const { code } = await this.program.wechat<{ code: string }>('/phone-codes', order);
    answer({ code, errMsg: 'getPhoneNumber:ok' });
  }

  private submit(button: Element): void {
    const form = [...aroundOf(button)].find(({ tag }) => tag === 'form');
    if (!form) return;
    const typed = this.typed.get(this.program.pages.top);
    const fields = [...elementsOf(form)].filter(({ attr, tag }) => attr.name && tag !== 'form' && tag !== 'button');
    const value = Object.fromEntries(
      fields.map(({ attr }) => [
        String(attr.name),
        typed?.get(attr.id ?? attr.name) ?? attr.value ?? attr.checked ?? '',
      ]),
    );
    this.dispatch(form, 'submit', { value });
  }

  /** Hands an event to the handlers that WXML binds, from the inside out for those that bubble. */
  private dispatch(
    element: Element,
    type: string,
    detail: object,
    { boundAs = type, more = {} }: { boundAs?: string; more?: object } = {},
  ): void {
    const bubbles = type === 'tap';
    const target = targetOf(element);
    for (const at of bubbles ? aroundOf(element) : [element]) {
      const [name, caught] = handlerOf(at, boundAs);
      if (!name) continue;
      const event = {
        ...more,
        type,
        timeStamp: Date.now(),
        detail,
        mark: {},
        touches: [],
        changedTouches: [],
        target,
        currentTarget: targetOf(at),
      };
      const handler = this.program.handler(name, at.component);
      this.program.guard(() => handler(event));
      if (caught) break;
    }
  }
}

/** Where in a picker's range the words stand. @throws when they do not */
function placeIn(range: unknown, key: unknown, option: string): number {
  const words = (range as unknown[]).map((item) => (key ? (item as Record<string, unknown>)[String(key)] : item));
  if (!words.includes(option)) throw new Error(`The picker offers ${words.join('、')}, not ${option}`);
  return words.indexOf(option);
}
