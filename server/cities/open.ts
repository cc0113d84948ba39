/** What happens between schema and listening: an empty database gets its demo city, or a token for the first run. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Role, roles, staffRoles } from '../../shared/permissions.js';
import type { Running } from '../app.js';
import { newPassword } from '../core/clock.js';
import type { CityName, Env } from '../core/env.js';
import { FirstRunService } from '../features/first-run/first-run.service.js';
import { SettingsService } from '../features/settings/settings.service.js';
import type { City } from './city.js';
import type { Say } from './founding.js';
import { huangpu } from './huangpu/huangpu.js';
import { CityLoader } from './load.js';

const cities: Record<Exclude<CityName, 'none'>, City> = { huangpu };

const FOREIGN = [
  '库里已有别的区划，示范城市不会载入到它们旁边。',
  '  要用这个库：以 CITY=none 启动，会得到建立管理员的一次性口令。',
  '  要看示范城市：换一个空的 DATA_DIR 或 DB_URL。',
];

/** The demo's one password, kept beside its database so that every start can say it. */
function demoPassword(env: Env): string {
  const file = join(env.dataDir, 'demo-password');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const password = env.demoPassword ?? newPassword();
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  return password;
}

/** The first account of each role, by login. */
function oneOfEach(city: City): { role: Role; login: string; name: string }[] {
  const staff = city.staff();
  return staffRoles.flatMap((role) => {
    const found = staff.find((s) => s.roles[0] === role) ?? staff.find((s) => s.roles.includes(role));
    return found ? [{ role, login: found.login, name: found.name }] : [];
  });
}

/**
 * @param stop ends the load of a demo city early; the next start goes on with it
 * @returns the lines with which the start ends: addresses and demo accounts, or the first-run token
 */
export async function openCity(running: Running, env: Env, say: Say, stop: AbortSignal): Promise<string[]> {
  await running.app.init();
  const home = `http://localhost:${env.port}`;
  const docs = env.production ? [] : [`接口文档    ${home}/api/docs`];
  const addresses = ['', `管理台      ${home}/admin/`, `小程序网页  ${home}/m/`, ...docs];
  const token = running.app.get(FirstRunService).token;
  if (token) {
    return [...addresses, '', '系统还是空的。请打开管理台，用下面的一次性口令完成初始化：', `  ${token}`, ''];
  }
  if (env.city === 'none') return [...addresses, ''];
  const city = cities[env.city];
  const loader = new CityLoader(running, city, say, stop);
  const standing = await loader.standing();
  if (standing === 'empty' || standing === 'begun') await loader.load(demoPassword(env));
  if (standing === 'foreign' && !(await running.app.get(SettingsService).hasStarted())) {
    return [...addresses, '', ...FOREIGN, ''];
  }
  if (!existsSync(join(env.dataDir, 'demo-password'))) return [...addresses, ''];
  const password = demoPassword(env);
  const accounts = oneOfEach(city).map(
    ({ role, login, name }) => `  ${login.padEnd(24)} ${roles[role].label}（${name}）`,
  );
  return [
    ...addresses,
    '',
    `示范账号（密码都是 ${password}）：`,
    ...accounts,
    '  居民：打开小程序网页，点“示范登录”',
    '',
  ];
}
