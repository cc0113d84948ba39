/** What happens when somebody does not agree: a case sent back and decided, a result not accepted, two cases made one. */
import { sayCaseNumber } from '../../../shared/say.js';
import { communityDeskOf, handlerOf, numbered, spot, the } from './city.js';
import { bring, Hands } from './hands.js';
import { expect, test } from './test.js';

test('a department sends a case back, the centre decides, and then nobody may send it back again', async ({ open }) => {
  const here = await spot(1);
  const words = numbered('路灯灯杆倾斜，快要倒了');
  const resident = await Hands.resident();
  const { id, unit } = await bring((await resident.report(words, here)).id, 'assigned', here);

  const handler = await open.desk(handlerOf(unit ?? { name: '' }).login);
  await handler.finds(words);
  await expect(handler.page.getByRole('region', { name: '时限' })).toContainText('首次联系期限');
  await handler.begins('退单');
  await handler.chooses('不属于本单位职责');
  await handler.dialog.getByLabel('说明').fill('灯杆属于供电公司产权');
  await handler.sends('退单', true);

  const dispatcher = await open.desk(the('dispatcher').login);
  await dispatcher.finds(words);
  await dispatcher.isIn('待分流');
  await dispatcher.sees('灯杆属于供电公司产权');
  await dispatcher.begins('裁定派遣');
  await dispatcher.picks(dispatcher.dialog.getByLabel('承办单位'), '供电公司黄浦服务站', '供电');
  await dispatcher.chooses('较急');
  await dispatcher.dialog.getByLabel('裁定理由').fill('产权在供电公司，由其处置');
  await dispatcher.sends('裁定派遣');
  await dispatcher.isIn('待接收');
  await dispatcher.sees('（裁定，不得再退）');

  const decided = await open.desk(handlerOf({ name: '供电公司黄浦服务站' }).login);
  await decided.opens(`/cases/${id}`);
  await expect(decided.button('接收')).toBeEnabled();
  await expect(decided.button(/^退单/)).toHaveAttribute('aria-disabled', 'true');
  await expect(decided.button(/^退单/)).toContainText('这是裁定后的派遣，不能再退回或转办');
});

test('a resident does not accept the result, and the supervision centre has it done again', async ({ open }) => {
  const here = await spot(2);
  const words = numbered('路灯修过一次又灭了');
  const resident = await Hands.resident();
  const { id } = await bring((await resident.report(words, here)).id, 'checked', here);

  const phone = await open.phone();
  await phone.is(resident);
  await phone.opens(`pages/case/index?id=${id}`);
  await phone.tap('确认评价');
  await phone.tap('没有解决', 'radio');
  await phone.sees('会转给监督中心复核');
  await phone.tap('1 星，很不满意', 'radio');
  await phone.tap('提交，转监督中心复核');
  await phone.sees('请看标出的地方');
  await phone.types('哪里没有办好', '当晚又不亮了，没有人来看过');
  await phone.tap('提交，转监督中心复核');
  await phone.sees('您不认可结果，监督中心正在复核');

  const supervisor = await open.desk(the('supervisor').login);
  await supervisor.finds(words);
  await supervisor.sees('当晚又不亮了，没有人来看过');
  await supervisor.begins('复核：重新办理');
  await supervisor.picks(supervisor.dialog.getByLabel('承办单位'), '区市政养护中心', '市政');
  await supervisor.dialog.getByLabel('复核意见').fill('夜间复查仍不亮，应当更换线路');
  await supervisor.sends('复核：重新办理');
  await supervisor.isIn('待接收');

  await phone.page.reload();
  await phone.sees('经复核，由区市政养护中心重新办理');
  await phone.sees('夜间复查仍不亮，应当更换线路');
});

test('two reports of one lamp are made one, and can be parted again', async ({ open }) => {
  const here = await spot(3);
  const [words, again] = [numbered('路口的路灯不亮'), numbered('还是路口那盏路灯')];
  const first = await (await Hands.resident()).report(words, here);
  const follower = await Hands.resident();
  const second = await follower.report(again, here);

  const desk = await open.desk(communityDeskOf(here.code).login);
  await desk.finds(again);
  await desk.begins('并案');
  const main = desk.dialog.getByLabel('主事件');
  await main.click();
  await expect(desk.options.first()).toContainText(/^\d{6} \d{5}/);
  // As the number is read out and shown, in groups.
  await desk.picks(main, sayCaseNumber(first.number), sayCaseNumber(first.number));
  await desk.dialog.getByLabel('说明').fill('同一盏灯');
  await desk.sends('并案');
  await desk.isIn('并案');

  const phone = await open.phone();
  await phone.is(follower);
  await phone.opens(`pages/case/index?id=${second.id}`);
  await phone.sees(`和编号 ${sayCaseNumber(first.number)} 的事一起办理`);
  await phone.sees('那件事：已提交');
  await bring(first.id, 'checked', here);
  await phone.page.reload();
  await phone.sees('那件事：已处理，正在等最先反映的人确认');
  await phone.sees(/的答复：已解决$/);

  await desk.page
    .getByRole('link', { name: sayCaseNumber(first.number) })
    .first()
    .click();
  await expect(desk.page.getByRole('region', { name: '诉求内容' })).toContainText(words);
  await desk.page
    .getByRole('link', { name: sayCaseNumber(second.number) })
    .first()
    .click();
  await desk.begins('撤销并案');
  await desk.dialog.getByLabel('理由').fill('是两盏不同的灯');
  await desk.sends('撤销并案');
  await desk.isIn('待核实');
});
