/** The mini-program written by hand, opened on a phone, with a server and a stand-in of WeChat's to talk to. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { type RunningWechat, startWechat } from '../../standins/wechat.js';
import { Person } from './person.js';
import { Phone } from './phone.js';

/** The host that the mini-program believes to talk to. */
export const CITY = 'https://city.example';
export const SHANGHAI = { lng: 121.48, lat: 31.23, accuracy: 20 };

interface Received {
  method?: string;
  url?: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export class OnFixture {
  readonly received: Received[] = [];
  wechat!: RunningWechat;
  /** A JPEG on this machine's disk, 300 by 200. */
  photo = '';
  person!: Person;
  phone!: Phone;
  private server!: Server;
  private folder = '';

  async start(): Promise<void> {
    this.wechat = await startWechat();
    this.server = createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const { method, url, headers } = request;
      this.received.push({ method, url, headers, body: Buffer.concat(parts).toString('latin1') });
      if (url === '/slow') return;
      const status = url?.startsWith('/gone') ? 404 : 200;
      response.writeHead(status, { 'content-type': 'application/json' }).end('{"said":["好"]}');
    });
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.folder = await mkdtemp(join(tmpdir(), 'weapp-'));
    this.photo = join(this.folder, 'lamp.jpg');
    await sharp({ create: { width: 300, height: 200, channels: 3, background: 'grey' } })
      .jpeg()
      .toFile(this.photo);
  }

  async stop(): Promise<void> {
    await this.wechat.close();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    await rm(this.folder, { recursive: true });
  }

  /** Opens the mini-program on a phone in Shanghai that is nobody's, or on a certain one. */
  opens(phone = new Phone({ place: SHANGHAI }), url?: string): Person {
    this.phone = phone;
    this.person = Person.opens({
      folder: fileURLToPath(new URL('./fixture', import.meta.url)),
      phone,
      url,
      wechatControl: this.wechat.controlUrl,
      hosts: { [CITY]: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}` },
    });
    return this.person;
  }

  /** Lets the page call a function of wx, with options or for …Sync a list, and reads what came of it. */
  async calls(name: string, options: object = {}, how = '用回调'): Promise<string> {
    await this.goes(name, options, how);
    await this.person.sees(/^[成败] .*/m);
    const [answer = ''] = /^[成败] .*/m.exec(this.person.screen()) ?? [];
    this.person.program.pages.top.setData({ answer: '', order: '' });
    return answer;
  }

  /** Lets the page call a function of wx that takes it off the screen. */
  async goes(name: string, options: object, how = '用回调'): Promise<void> {
    await this.person.type('命令', JSON.stringify({ name, options }));
    await this.person.tap(how);
  }
}
