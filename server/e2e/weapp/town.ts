/** A resident's town: the server with the made city, WeChat's stand-in, a photo, and what everybody does again and again. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { State } from '../../../shared/case-flow.js';
import type { CaseRow, CaseView } from '../../../shared/views.js';
import { type RunningWechat, startWechat } from '../../standins/wechat.js';
import { startServer, type TestServer } from '../../test/app.js';
import { Given, middleOf, STEPS_TO } from '../../test/given.js';
import { COMPILED } from './compiled.js';
import { Gateway } from './gateway.js';
import { Person } from './person.js';
import { Phone } from './phone.js';
import { elementsOf } from './wxml.js';

/** In the middle of 西一网格, as exact as a phone is. */
export const HERE = { ...middleOf(0), accuracy: 15 };

export class Town {
  gateway!: Gateway;
  given!: Given;
  server!: TestServer;
  /** A JPEG on this machine's disk, 2400 by 1800. */
  photo = '';
  /** Who opened the mini-program last. */
  person!: Person;
  private wechat!: RunningWechat;
  private folder = '';

  async start(): Promise<void> {
    this.wechat = await startWechat();
    const { url: base, appid, secret } = this.wechat;
    this.server = await startServer({ wechat: { base, appid, secret } });
    this.given = await Given.city(this.server);
    this.gateway = new Gateway(this.server.url);
    await this.gateway.start();
    this.folder = await mkdtemp(join(tmpdir(), 'resident-'));
    this.photo = join(this.folder, 'lamp.jpg');
    await sharp({ create: { width: 2400, height: 1800, channels: 3, background: 'grey' } })
      .jpeg()
      .toFile(this.photo);
  }

  /** After each test. */
  async rests(): Promise<void> {
    this.person.program.close();
    // What the closed program asked last belongs to its test.
    await this.gateway.rests();
    this.gateway.mends();
  }

  async stop(): Promise<void> {
    await this.gateway.stop();
    await this.server.close();
    await this.wechat.close();
    await rm(this.folder, { recursive: true });
  }

  opens(phone: Phone, url?: string): Person {
    const hosts = { '*': this.gateway.url };
    this.person = Person.opens({ folder: COMPILED, phone, url, wechatControl: this.wechat.controlUrl, hosts });
    return this.person;
  }

  /** Opens it on a phone here, whose owner has agreed to WeChat's guide. */
  opensHere(openid: string): Person {
    const phone = new Phone({ openid, place: HERE });
    phone.privacyAgreed = true;
    return this.opens(phone);
  }

  /** From the home page through the four steps to the words. */
  async writes(words: string): Promise<void> {
    const { person } = this;
    await person.tap('我要上报');
    await person.sees('第 1 步');
    person.program.phone.gallery = [this.photo];
    await person.tap('拍照');
    if (!person.program.phone.privacyAgreed) await person.tap('同意');
    await person.sees('第 2 步');
    await person.tap('路灯不亮或损坏');
    await person.sees('第 3 步');
    await person.sees(/西一网格|现在查不到/);
    await person.tap('位置没错，下一步');
    await person.sees('第 4 步');
    await person.type('情况说明', words);
  }

  /** Takes one photo in the form that is open, and waits until it stands there. */
  async photographs(): Promise<void> {
    const { person } = this;
    person.program.phone.gallery = [this.photo];
    await person.tap('拍照');
    const isThere = () => [...elementsOf(person.root())].some((e) => e.attr['aria-label'] === '删去第 1 张照片');
    await person.until(isThere, 'to see the photo');
  }

  /** Writes it and hands it in. */
  async reports(words: string): Promise<void> {
    await this.writes(words);
    await this.person.tap(/同意说明并提交/.test(this.person.screen()) ? '同意说明并提交' : '提交');
  }

  /** All cases with these words, as the staff see them. */
  async casesOf(words: string): Promise<CaseRow[]> {
    const desk = await this.given.the('dispatcher');
    const { rows } = (await desk.get('/api/cases?sort=-createdAt&size=50')).body as { rows: CaseRow[] };
    return rows.filter((each) => each.words === words);
  }

  /** The one case with these words. */
  async caseOf(words: string): Promise<CaseView> {
    const [row, ...more] = await this.casesOf(words);
    if (!row || more.length > 0) throw new Error(`${more.length + (row ? 1 : 0)} cases say ${words}`);
    return (await this.given.the('dispatcher')).case(row.id);
  }

  /** The staff do what is theirs until the case is in this state. */
  async staffBring(id: string, state: State): Promise<void> {
    const resident = await this.given.the('resident');
    for (const step of STEPS_TO[state]) await step(this.given, id, resident);
  }
}
