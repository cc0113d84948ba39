/**
 * The stand-in of WeChat's server for demo and tests: true paths, HTTP 200 for every refusal, one-time codes.
 * As a process of its own: node wechat.js --port N --control-port M [--appid A --secret S --template ID=thing1,time2]
 */
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Account, type AccountSettings } from './wechat/account.js';
import { wechatApi } from './wechat/api.js';
import { controlApi } from './wechat/control.js';
import { Faults } from './wechat/faults.js';
import { listen } from './wechat/http.js';
import { Transcript } from './wechat/transcript.js';

export interface WechatOptions extends Partial<AccountSettings> {
  /** Default: any free port. */
  port?: number;
  controlPort?: number;
}

export interface RunningWechat {
  /** What WECHAT_API_BASE is to be. */
  url: string;
  controlUrl: string;
  appid: string;
  secret: string;
  close(): Promise<void>;
}

/** Starts the stand-in inside this process; both doors listen on 127.0.0.1. */
export async function startWechat(options: WechatOptions = {}): Promise<RunningWechat> {
  const { port = 0, controlPort = 0, ...settings } = options;
  const account = new Account({ appid: 'wxstandin000000000', secret: 'stand-in-secret', templates: {}, ...settings });
  const controlled = { account, faults: new Faults(), transcript: new Transcript() };
  const api = await listen(port, wechatApi(controlled));
  const control = await listen(controlPort, controlApi(controlled));
  return {
    url: api.url,
    controlUrl: control.url,
    appid: account.settings.appid,
    secret: account.settings.secret,
    close: async () => {
      await Promise.all([api.close(), control.close()]);
    },
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      'control-port': { type: 'string', default: '0' },
      appid: { type: 'string' },
      secret: { type: 'string' },
      template: { type: 'string', multiple: true, default: [] },
    },
  });
  const templates = values.template.map((text): [string, string[]] => {
    const [id = '', fields = ''] = text.split('=');
    return [id, fields.split(',')];
  });
  const wechat = await startWechat({
    port: Number(values.port),
    controlPort: Number(values['control-port']),
    templates: Object.fromEntries(templates),
    ...(values.appid ? { appid: values.appid } : {}),
    ...(values.secret ? { secret: values.secret } : {}),
  });
  process.stdout.write(`WeChat stand-in at ${wechat.url}, control at ${wechat.controlUrl}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void wechat.close());
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) void main();
