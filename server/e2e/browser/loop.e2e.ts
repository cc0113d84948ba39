/** The whole loop on real input: reported → the right grid → handled → verified → rated, by seven people. */
import { sayCaseNumber, sayDate } from '../../../shared/say.js';
import { checkerOf, handlerOf, numbered, spot, the, workerOf } from './city.js';
import { Hands } from './hands.js';
import { expect, test } from './test.js';

test('a broken street lamp goes from a resident to the grid, the department, the checker and back', async ({
  open,
}) => {
  const here = await spot();
  const words = numbered('弄堂口的路灯三天没亮了，晚上看不见台阶');

  const phone = await open.phone({ at: here });
  await test.step('the resident reports it with a photo and a place in at most five taps', async () => {
    await phone.signsIn();
    await phone.opens();
    phone.taps = 0;
    await phone.tap(/^我要上报/);
    await phone.sees('第 1 步，共 4 步');
    await phone.takes('lamp-before-1');
    await phone.sees('第 2 步，共 4 步');
    await phone.tap('路灯不亮或损坏');
    await phone.sees('第 3 步，共 4 步');
    await phone.sees(here.name);
    await phone.tap('位置没错，下一步');
    await phone.sees('第 4 步，共 4 步');
    await phone.types('情况说明', words);
    await phone.tap('提交');
    await phone.sees('已提交，谢谢您');
    // Opening the camera belongs to the photo.
    expect(phone.taps - 1).toBeLessThanOrEqual(5);
  });

  const desk = await Hands.of(the('dispatcher'));
  const [{ id, number, promisedAt }] = (await desk.list('sort=-createdAt')).rows.filter((row) => row.words === words);
  await test.step('and is told its number, who has it and the promised date', async () => {
    await phone.sees(sayCaseNumber(number));
    await phone.sees(new RegExp(here.name));
    await phone.sees(`${sayDate(promisedAt ?? '', Date.now())} 前`);
    await phone.tap('看看进展');
    await phone.sees(words);
  });

  await test.step('the worker of that grid finds it at the start page and verifies it', async () => {
    const worker = await open.desk();
    await worker.signsIn(workerOf(here.code).login);
    await worker.page.getByRole('region', { name: '最急的事件' }).getByRole('row').filter({ hasText: words }).click();
    await worker.isIn('待核实');
    await worker.begins('核实');
    await worker.dialog.getByLabel('核实情况').fill('灯罩破损，灯泡不亮');
    await worker.sends('核实');
    await worker.isIn('待分流');
  });

  await test.step('the dispatcher sends it to the unit that is suggested', async () => {
    const dispatcher = await open.desk();
    await dispatcher.signsIn(the('dispatcher').login);
    await dispatcher.finds(words);
    await dispatcher.begins('派遣');
    await expect(dispatcher.dialog).toContainText('建议');
    await dispatcher.sends('派遣');
    await dispatcher.isIn('待接收');
  });

  const unit = (await desk.case(id)).unit;
  await test.step('the department accepts, repairs and answers with a photo', async () => {
    const handler = await open.desk();
    await handler.signsIn(handlerOf(unit ?? { name: '' }).login);
    await handler.finds(words);
    await handler.begins('接收');
    await handler.sends('接收');
    await handler.isIn('处置中');
    await handler.begins('办结回复');
    await handler.picks(handler.dialog.getByRole('combobox', { name: '结果' }), '已解决');
    await handler.dialog.getByLabel('答复').fill('已更换灯泡和灯罩，今晚起恢复照明');
    await handler.attaches('处置后照片', 'lamp-after-1');
    await handler.sends('办结回复');
    await handler.isIn('待核查');
  });

  await test.step('the supervisor who was drawn, and had no hand in it, passes it', async () => {
    const supervisor = await open.desk();
    await supervisor.signsIn(checkerOf(await desk.case(id)).login);
    await supervisor.finds(words);
    await expect(supervisor.page.getByRole('img', { name: /处置后/ }).first()).toBeVisible();
    await supervisor.begins('核查通过');
    await supervisor.chooses('合格');
    await supervisor.sends('核查通过');
    await supervisor.isIn('待评价');
  });

  await test.step('the resident reads of it, compares before and after, and rates', async () => {
    await phone.opens('pages/notices/index');
    await phone.isTold('核查已通过，请您确认');
    await phone.opens(`pages/case/index?id=${id}`);
    await phone.sees('已更换灯泡和灯罩，今晚起恢复照明');
    await expect(phone.page.getByRole('button', { name: /处理前照片/ })).toBeVisible();
    await expect(phone.page.getByRole('button', { name: /处理后照片/ })).toBeVisible();
    await phone.tap('确认评价');
    await phone.tap('解决了', 'radio');
    await phone.tap('5 星，很满意', 'radio');
    await phone.tap('办得快', 'checkbox');
    await phone.tap('提交');
    await phone.sees('您确认并评价，已办结');
  });

  expect(await desk.case(id)).toMatchObject({
    state: 'closed',
    grid: { code: here.code },
    how: 'inside',
    rating: { solved: 'yes', satisfied: 5, reasons: ['quick'] },
    quality: 'good',
  });
});
