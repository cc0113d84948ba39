/** The test runtime itself: what the functions of wx give, and what they refuse. */
import { CITY, OnFixture, SHANGHAI } from './on-fixture.js';
import { Phone } from './phone.js';

const on = new OnFixture();
beforeAll(() => on.start());
afterAll(() => on.stop());
afterEach(() => on.person.program.close());

const sync = (name: string, ...options: unknown[]) => on.calls(name, options, '同步');

describe('the network', () => {
  const last = () => on.received.at(-1)!;

  it('sends JSON and queries as WeChat does, and succeeds with any status', async () => {
    on.opens();
    const options = {
      url: `${CITY}/a`,
      method: 'POST',
      data: { words: '路灯' },
      header: { Authorization: 'Bearer 1' },
    };
    expect(await on.calls('request', options)).toMatch(/^成 .*"data":{"said":\["好"\]}/);
    expect(last()).toMatchObject({
      method: 'POST',
      url: '/a',
      headers: { 'content-type': 'application/json', authorization: 'Bearer 1' },
    });
    expect(last().headers.referer).toMatch(/^https:\/\/servicewechat\.com\/.*\/page-frame\.html$/);
    expect(await on.calls('request', { url: `${CITY}/gone?x=1`, data: { q: '灯 & 井' } }, '用承诺')).toMatch(
      /^成 .*"statusCode":404/,
    );
    expect(last().url).toBe(`/gone?x=1&q=${encodeURIComponent('灯 & 井')}`);
  });

  it('reaches listed hosts only, and only with a signal', async () => {
    on.opens();
    expect(await on.calls('request', { url: 'https://elsewhere.example/' })).toContain('url not in domain list');
    expect(await on.calls('request', { url: `${CITY}/slow`, timeout: 50 })).toContain('request:fail timeout');
    on.phone.online = false;
    expect(await on.calls('request', { url: `${CITY}/a` }, '用承诺')).toMatch(/^败 .*"errno":600001/);
  });

  it('uploads a photo as a form', async () => {
    on.opens();
    on.phone.privacyAgreed = true;
    on.phone.gallery = [on.photo];
    const chosen = await on.calls('chooseMedia', { count: 9 });
    const path = /wxfile:\/\/tmp_\d+\.jpg/.exec(chosen)![0];
    expect(
      await on.calls('uploadFile', { url: `${CITY}/files`, filePath: path, name: 'file', formData: { key: '1' } }),
    ).toMatch(/^成/);
    expect(last().headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(last().body).toMatch(/name="file"; filename="tmp_1\.jpg"\r\nContent-Type: image\/jpeg\r\n\r\n\xff\xd8/);
    expect(await on.calls('uploadFile', { url: `${CITY}/files`, filePath: 'wxfile://none', name: 'file' })).toMatch(
      /^败/,
    );
  });

  it('logs in with a code of the stand-in', async () => {
    on.opens(new Phone({ openid: 'oLi' }));
    const code = /"code":"([^"]+)"/.exec(await on.calls('login'))![1]!;
    const query = new URLSearchParams({
      appid: on.wechat.appid,
      secret: on.wechat.secret,
      js_code: code,
      grant_type: 'authorization_code',
    });
    const answer = await (await fetch(`${on.wechat.url}/sns/jscode2session?${query}`)).json();
    expect(answer).toMatchObject({ openid: 'oLi' });
  });

  it('hands out the phone number only when its owner lets it', async () => {
    on.opens(new Phone({ phoneNumber: '13800000000' }));
    await on.person.tap('手机号');
    await on.person.sees(/号 .*"code":"[^"]+"/);
    on.person.program.close();
    on.opens();
    await on.person.tap('手机号');
    await on.person.sees('user deny');
  });
});

describe('what is private', () => {
  it('is given after the owner agreed in the box of WeChat', async () => {
    on.opens();
    const answer = on.calls('getLocation', { type: 'wgs84' });
    await on.person.tap('拒绝');
    expect(await answer).toMatch(/^败 .*privacy permission is not authorized","errno":104/);
    // For ten seconds after a no nobody is asked.
    expect(await on.calls('getLocation', { type: 'wgs84' })).toMatch(/^败 .*"errno":104/);
    on.person.program.privacy.pauseEnds();
    const again = on.calls('getLocation', { type: 'gcj02' });
    await on.person.tap('同意');
    expect(await again).toMatch(/"longitude":121\.4845\d+,"latitude":31\.2280\d+,"accuracy":20/);
    expect(await on.calls('getPrivacySetting')).toContain('"needAuthorization":false');
  });

  it('is where the phone was when it was asked, for half a minute; who listens is told where it is', async () => {
    on.opens();
    on.phone.privacyAgreed = true;
    const there = /"latitude":31\.23,/;
    expect(await on.calls('getLocation', { type: 'wgs84' })).toMatch(there);
    on.phone.place = { ...SHANGHAI, lat: 31.3 };
    expect(await on.calls('getLocation', { type: 'wgs84' })).toMatch(there);
    expect(await on.calls('startLocationUpdate', { type: 'wgs84' })).toMatch(/^成/);
    await on.person.tap('听位置');
    await on.person.sees(/听 .*"latitude":31\.3,/);
  });

  it('is given after the page asked itself, and its button was really tapped', async () => {
    on.opens();
    await on.person.tap('自己问');
    const cheated = on.calls('requirePrivacyAuthorize');
    await on.person.tap('冒充同意');
    expect(await cheated).toMatch(/^败/);
    const honest = on.calls('requirePrivacyAuthorize');
    await on.person.tap('同意指引');
    expect(await honest).toMatch(/^成/);
  });

  it('is not given when it was not declared, not allowed, or not known', async () => {
    on.opens();
    on.phone.privacyAgreed = true;
    expect(await on.calls('chooseLocation')).toContain('declared in the requiredPrivateInfos');
    on.phone.permits['scope.userLocation'] = false;
    expect(await on.calls('getLocation')).toContain('auth deny');
    expect(await on.calls('getSetting')).toContain('"scope.userLocation":false');
    on.phone.permits['scope.userLocation'] = true;
    on.phone.place = null;
    expect(await on.calls('getLocation')).toMatch(/^败/);
  });
});

describe('what stays on the phone', () => {
  it('survives closing, but for temporary files', async () => {
    on.opens();
    on.phone.privacyAgreed = true;
    on.phone.gallery = [on.photo, on.photo];
    await on.calls('chooseMedia');
    const [kept, lost] = [...on.phone.files.keys()];
    await on.calls('setStorage', { key: 'draft', data: { words: '路灯' }, encrypt: true });
    await on.person.type('命令', kept!);
    await on.person.tap('存文件');
    await on.person.sees(/成 .*wxfile:\/\/store_/);
    on.person.closes();
    expect(on.phone.files.has(lost!)).toBe(false);
    on.opens(on.phone);
    expect(await on.calls('getStorage', { key: 'draft', encrypt: true })).toContain('{"words":"路灯"}');
    expect([...on.phone.files.keys()]).toEqual([expect.stringMatching(/^wxfile:\/\/store_\d+\.jpg$/)]);
  });

  it('is read as it was written: plain or encrypted', async () => {
    on.opens();
    await on.calls('setStorage', { key: 'a', data: 1, encrypt: true });
    expect(await on.calls('getStorage', { key: 'a' })).toContain('decrypt fail');
    expect(await on.calls('getStorage', { key: 'none' })).toContain('data not found');
    await sync('setStorageSync', 'b', [1, 2]);
    expect(await sync('getStorageSync', 'b')).toBe('成 [1,2]');
    expect(await sync('getStorageSync', 'none')).toBe('成 ""');
  });

  it('has its limits', async () => {
    on.opens();
    expect(await on.calls('setStorage', { key: 'a', data: 'x'.repeat(720_000) })).toMatch(/^成/);
    expect(await on.calls('setStorage', { key: 'a', data: 'x'.repeat(750_000), encrypt: true })).toContain(
      'entry size limit reached',
    );
  });

  it('shrinks photos as asked', async () => {
    on.opens();
    on.phone.privacyAgreed = true;
    on.phone.gallery = [on.photo];
    await on.calls('chooseMedia');
    const [src] = on.phone.files.keys();
    expect(await on.calls('getImageInfo', { src })).toContain('"width":300,"height":200');
    const small = /wxfile:\/\/tmp_\d+\.jpg/.exec(
      await on.calls('compressImage', { src, compressedWidth: 150, compressedHeight: 100 }),
    )![0];
    expect(await on.calls('getImageInfo', { src: small })).toContain('"width":150,"height":100');
  });
});

describe('the system', () => {
  it('puts a box over everything until it is answered', async () => {
    on.opens();
    const answer = on.calls('showModal', { title: '要撤回吗', confirmText: '撤回' });
    await on.person.sees('要撤回吗');
    await on.person.tap('撤回');
    expect(await answer).toContain('"confirm":true,"cancel":false');
  });

  it('shows a toast until the next tap', async () => {
    on.opens();
    await on.calls('showToast', { title: '已存为草稿' });
    await on.person.sees('已存为草稿');
    await on.person.tap('环境');
    await on.person.seesNoMore('已存为草稿');
  });

  it('dials, and tells how large the owner reads', async () => {
    on.opens(new Phone({ fontSizeScaleFactor: 1.4 }));
    await on.calls('makePhoneCall', { phoneNumber: '119' });
    expect(on.phone.dialled).toEqual(['119']);
    expect(await sync('getAppBaseInfo')).toContain('"fontSizeScaleFactor":1.4');
  });
});
