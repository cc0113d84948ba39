// The duty list (权责清单) as data: what residents report, in their words, who leads on it and within which time.
import type { CaseKind } from './case.js';
import type { Limit } from './worktime.js';

/** What the list limits: 核实, 分流, 接收, 首次联系 by the unit that it was sent to, 处置, 核查. */
export type Step = 'verify' | 'assign' | 'accept' | 'contact' | 'handle' | 'check';

/**
 * The ten groups in the order of the menu, each with the kind of case that its items mostly are: things that are
 * broken are asked to be mended, what others do is complained of, how things work is asked.
 */
export const groups = {
  road: { label: '道路设施', order: 1, kind: 'help' },
  utility: { label: '水电气与通信', order: 2, kind: 'help' },
  clean: { label: '环境与绿化', order: 3, kind: 'complaint' },
  traffic: { label: '停车与交通', order: 4, kind: 'complaint' },
  street: { label: '街面秩序', order: 5, kind: 'complaint' },
  pollution: { label: '噪声与污染', order: 6, kind: 'complaint' },
  home: { label: '房屋与小区', order: 7, kind: 'help' },
  safety: { label: '安全与治安', order: 8, kind: 'complaint' },
  care: { label: '民生与求助', order: 9, kind: 'help' },
  affairs: { label: '办事、消费与其他', order: 10, kind: 'question' },
} as const satisfies Record<string, { label: string; order: number; kind: CaseKind }>;

/** Kinds of department that lead on an item; each city says which of its units answers for which. */
export const leads = {
  shizheng: '市政养护',
  lvhua: '绿化市容',
  chengguan: '城管执法',
  jianshe: '建设管理',
  fangguan: '房屋管理',
  wuye: '物业服务',
  gongan: '公安',
  jiaojing: '交警',
  jiaotong: '交通管理',
  huanbao: '生态环境',
  shichang: '市场监管',
  shuiwu: '水务',
  dianli: '供电',
  ranqi: '燃气',
  tongxin: '通信',
  xiaofang: '消防',
  yingji: '应急管理',
  weijian: '卫生健康',
  minzheng: '民政',
  renshe: '人力资源和社会保障',
  yibao: '医疗保障',
  canlian: '残疾人联合会',
  jiaoyu: '教育',
  wenlv: '文化和旅游',
  sifa: '司法行政',
  jiedao: '街道办事处',
  juwei: '居委会',
} as const;

/** Dangers that are telephoned, never queued; their words stand in `duty-stops.ts`. */
export type StopKey = 'fire' | 'gas' | 'medical' | 'rescue' | 'crime';
export type GroupKey = keyof typeof groups;
export type LeadKey = keyof typeof leads;

export interface DutyItem {
  /** Stable English name; never changed or used again. */
  code: string;
  name: string;
  group: GroupKey;
  /** Everyday words that lead to the item. */
  keywords: string[];
  lead: LeadKey;
  limits: Record<Step, Limit>;
  /** What a report of it mostly is, where that differs from its group. */
  kind?: CaseKind;
  /** Told to the resident when the item is chosen: what will be done. */
  notice?: string;
  stop?: StopKey;
}

const urgentHours = (amount: number): Limit => ({ amount, unit: 'urgentHour' });
const workHours = (amount: number): Limit => ({ amount, unit: 'workHour' });
const workDays = (amount: number): Limit => ({ amount, unit: 'workDay' });

// Three paces for the steps of the office; only the handling differs from item to item.
/** Somebody may be hurt meanwhile: every step runs day and night. */
const urgent = (hours: number): Record<Step, Limit> => ({
  verify: urgentHours(1),
  assign: urgentHours(1),
  accept: urgentHours(1),
  contact: urgentHours(1),
  handle: urgentHours(hours),
  check: urgentHours(12),
});
/** A thing in the street or the house that is seen and put right. */
const usual = (handle: Limit): Record<Step, Limit> => ({
  verify: workHours(4),
  assign: workHours(2),
  accept: workHours(4),
  contact: workDays(1),
  handle,
  check: workDays(1),
});
/** A matter that is asked about, weighed or negotiated. */
const thorough = (days: number): Record<Step, Limit> => ({
  verify: workDays(1),
  assign: workHours(4),
  accept: workDays(1),
  contact: workDays(1),
  handle: workDays(days),
  check: workDays(2),
});

type Rest = Pick<DutyItem, 'lead' | 'limits' | 'kind' | 'notice' | 'stop'>;
const item = (group: GroupKey, code: string, name: string, keywords: string, rest: Rest): DutyItem => ({
  code,
  name,
  group,
  keywords: keywords.split(' '),
  ...rest,
});

/** All items; the order inside a group is that of the menu. */
export const items: readonly DutyItem[] = [
  item('road', 'road-lamp', '路灯不亮或损坏', '路灯 灯不亮 路灯坏 路灯常亮 灯杆 马路黑 弄堂灯', {
    lead: 'shizheng',
    limits: usual(workDays(2)),
    notice: '养护单位会到现场检修，一般 2 个工作日内恢复；灯杆倾斜或漏电的会先围起来。',
  }),
  item('road', 'manhole', '井盖缺失、破损或移位', '井盖 窨井盖 窨井 井盖响 井盖没了 雨水口 雨水箅子', {
    lead: 'shizheng',
    limits: urgent(4),
    notice: '会先放警示标志，再补装或更换井盖。请不要靠近。',
  }),
  item('road', 'road-broken', '路面坑洼破损', '路面 坑 坑洼 马路坏 路不平 破损 裂缝 修路', {
    lead: 'shizheng',
    limits: usual(workDays(5)),
    notice: '养护单位会先做临时填补，再按计划修复。',
  }),
  item('road', 'pavement', '人行道砖松动缺损', '人行道 地砖 砖松 踩砖溅水 路沿石 侧石 上街沿', {
    lead: 'shizheng',
    limits: usual(workDays(5)),
  }),
  item('road', 'road-collapse', '路面塌陷', '塌陷 路陷 地面下沉 空洞 路塌', {
    lead: 'shizheng',
    limits: urgent(24),
    notice: '会立即围挡并查明地下情况。请绕行。',
  }),
  item('road', 'guardrail', '护栏、隔离桩损坏', '护栏 栏杆 隔离桩 石墩 隔离栏 挡车柱', {
    lead: 'shizheng',
    limits: usual(workDays(3)),
  }),
  item('road', 'road-sign', '路牌、交通标志损坏', '路牌 路名牌 标志牌 指示牌 标线 斑马线看不清 门牌', {
    lead: 'shizheng',
    limits: usual(workDays(5)),
  }),
  item('road', 'barrier-free', '盲道、无障碍设施问题', '盲道 无障碍 坡道 轮椅 扶手', {
    lead: 'shizheng',
    limits: usual(workDays(5)),
  }),

  item('utility', 'road-flood', '道路积水', '积水 淹水 水排不掉 下雨积水 水塘', {
    lead: 'shuiwu',
    limits: urgent(4),
    notice: '排水单位会到场抽排并清掏雨水口。',
  }),
  item('utility', 'sewer', '下水道堵塞、污水冒溢', '下水道 污水冒 粪水 化粪池 阴沟 管道堵 反水 冒溢', {
    lead: 'shuiwu',
    limits: urgent(24),
  }),
  item('utility', 'water-supply', '停水、水压低、水管漏水', '停水 自来水 水压 水管爆 水管漏 没水 水发黄 水表', {
    lead: 'shuiwu',
    limits: urgent(12),
  }),
  item('utility', 'power-outage', '停电、供电故障', '停电 没电 跳闸 电表 电压 供电', {
    lead: 'dianli',
    limits: urgent(8),
  }),
  item('utility', 'hanging-wire', '电线、线缆垂落杂乱', '电线 线缆 线掉下来 垂线 架空线 蜘蛛网线 电缆', {
    lead: 'tongxin',
    limits: urgent(12),
    notice: '会先辨明是电力线还是通信线，再由产权单位处理。请不要触碰。',
  }),
  item('utility', 'cabinet', '电箱、通信箱、电杆损坏', '电箱 配电箱 交接箱 箱门没关 电线杆 电杆', {
    lead: 'tongxin',
    limits: usual(workDays(2)),
  }),
  item('utility', 'gas-service', '燃气供应与维修', '燃气 煤气表 停气 换煤气管 燃气安检 煤气灶', {
    lead: 'ranqi',
    limits: usual(workDays(1)),
    notice: '如果闻到煤气味，请先开窗、关阀，到屋外再打电话。',
  }),

  item('clean', 'litter', '垃圾堆积未清', '垃圾 垃圾堆 暴露垃圾 没人扫 乱扔垃圾 卫生死角 脏', {
    lead: 'lvhua',
    limits: usual(workHours(4)),
    notice: '保洁单位当天会来清理。',
  }),
  item('clean', 'dirty-road', '道路不洁、油污撒漏', '路脏 道路保洁 油污 撒漏 呕吐物 落叶 扫地', {
    lead: 'lvhua',
    limits: usual(workHours(4)),
  }),
  item('clean', 'waste-bin', '垃圾箱房与垃圾分类', '垃圾桶 垃圾箱 垃圾房 垃圾分类 废物箱 投放点 桶满', {
    lead: 'lvhua',
    limits: usual(workDays(1)),
  }),
  item('clean', 'bulky-waste', '大件垃圾、废旧家具', '大件垃圾 旧家具 旧沙发 床垫 旧床 废旧家具 旧柜子', {
    lead: 'lvhua',
    limits: usual(workDays(2)),
  }),
  item('clean', 'building-waste', '建筑垃圾、渣土', '建筑垃圾 装修垃圾 渣土 水泥袋 砖头堆 垃圾车撒', {
    lead: 'lvhua',
    limits: usual(workDays(2)),
  }),
  item('clean', 'small-ads', '小广告、乱涂写', '小广告 牛皮癣 乱贴 涂鸦 开锁广告 贴满', {
    lead: 'lvhua',
    limits: usual(workDays(1)),
  }),
  item('clean', 'public-toilet', '公共厕所', '公厕 厕所 洗手间 倒粪站 小便池', {
    lead: 'lvhua',
    limits: usual(workDays(1)),
  }),
  item('clean', 'pests', '蚊蝇鼠蟑', '老鼠 蚊子 蟑螂 苍蝇 灭鼠 白蚁 马蜂窝', {
    lead: 'weijian',
    limits: usual(workDays(3)),
    kind: 'help',
  }),
  item('clean', 'tree-danger', '树木倒伏、枯枝断枝', '树倒 断枝 枯枝 枯树 树歪 树要倒 树杈', {
    lead: 'lvhua',
    limits: urgent(12),
    kind: 'help',
    notice: '绿化养护会先围挡，再扶正或清除。请不要在树下停留。',
  }),
  item('clean', 'tree-trim', '树木遮挡、修剪', '树遮光 修剪 树枝 挡窗 梧桐 飞絮 遮挡', {
    lead: 'lvhua',
    limits: usual(workDays(7)),
    kind: 'help',
  }),
  item('clean', 'green-damage', '毁绿占绿、绿化缺损', '毁绿 占绿 种菜 绿化带 草坪 绿化枯死 树坑', {
    lead: 'lvhua',
    limits: usual(workDays(5)),
  }),
  item('clean', 'park', '公园、健身设施', '公园 健身器材 儿童滑梯 长椅 座椅坏 口袋公园 健身点', {
    lead: 'lvhua',
    limits: usual(workDays(5)),
    kind: 'help',
  }),

  item('traffic', 'car-parking', '机动车乱停放', '违停 乱停车 停车堵 占道停车 车停人行道 堵门 汽车乱停', {
    lead: 'jiaojing',
    limits: usual(workHours(8)),
  }),
  item('traffic', 'bike-parking', '非机动车乱停放', '电瓶车乱停 自行车乱停 非机动车 助动车 电动车占道', {
    lead: 'chengguan',
    limits: usual(workDays(1)),
  }),
  item('traffic', 'shared-bike', '共享单车堆放', '共享单车 单车堆 小黄车 单车倒 哈啰 共享电单车', {
    lead: 'jiaotong',
    limits: usual(workHours(4)),
  }),
  item('traffic', 'signal', '红绿灯故障或配时', '红绿灯 信号灯 绿灯时间 绿灯太短 过马路', {
    lead: 'jiaojing',
    limits: urgent(24),
    kind: 'help',
  }),
  item('traffic', 'traffic-order', '交通秩序、道路安全', '逆行 闯红灯 飙车 大货车 拥堵 堵车 接送学生 减速带', {
    lead: 'jiaojing',
    limits: thorough(5),
  }),
  item('traffic', 'bus-stop', '公交、轨道与站点', '公交 公交站 站牌 候车亭 地铁口 等车', {
    lead: 'jiaotong',
    limits: usual(workDays(5)),
    kind: 'help',
  }),
  item('traffic', 'dead-car', '长期停放的废弃车辆', '僵尸车 废弃车 没人要的车 报废车 长期停放', {
    lead: 'jiaojing',
    limits: thorough(10),
  }),
  item('traffic', 'parking-fee', '停车收费与车位', '停车费 停车位 乱收停车费 地锁 充电桩 停车难', {
    lead: 'jiaotong',
    limits: thorough(5),
  }),

  item('street', 'stall', '流动摊贩、占道设摊', '摆摊 摊贩 流动摊 卖菜 夜排档 小贩 设摊', {
    lead: 'chengguan',
    limits: usual(workHours(8)),
  }),
  item('street', 'shop-outside', '店铺跨门经营', '跨门 店外经营 桌椅摆到外面 占人行道 门口堆货 外摆', {
    lead: 'chengguan',
    limits: usual(workDays(1)),
  }),
  item('street', 'signboard', '店招、广告牌', '店招 广告牌 招牌 灯箱 霓虹灯 横幅 招牌要掉', {
    lead: 'chengguan',
    limits: usual(workDays(3)),
  }),
  item('street', 'illegal-building', '违法搭建', '违建 违章建筑 搭建 私搭 加层 阳光房 破墙开店', {
    lead: 'chengguan',
    limits: thorough(15),
  }),
  item('street', 'piling', '占道堆物', '堆物 乱堆 占地方 杂物 占道 晾衣服 晾晒', {
    lead: 'chengguan',
    limits: usual(workDays(2)),
  }),
  item('street', 'dog', '犬只与动物', '狗 遛狗 不牵绳 狗叫 流浪猫 流浪狗 狗屎 养鸡', {
    lead: 'gongan',
    limits: usual(workDays(2)),
  }),

  item('pollution', 'noise-life', '生活噪声', '噪音 吵 广场舞 邻居吵 唱歌 装修噪音 睡不着 音响 空调外机', {
    lead: 'gongan',
    limits: usual(workDays(2)),
  }),
  item('pollution', 'noise-site', '工地噪声、夜间施工', '工地 夜间施工 施工噪音 打桩 半夜施工 打桩机', {
    lead: 'chengguan',
    limits: usual(workDays(2)),
  }),
  item('pollution', 'noise-shop', '店铺、酒吧噪声', '酒吧 店铺喇叭 喇叭叫卖 音乐太响 低音炮 卡拉OK', {
    lead: 'huanbao',
    limits: usual(workDays(3)),
  }),
  item('pollution', 'fumes', '油烟扰民', '油烟 烧烤 饭店油烟 排烟 烟味 厨房烟', {
    lead: 'chengguan',
    limits: usual(workDays(5)),
  }),
  item('pollution', 'dust', '扬尘', '扬尘 灰尘 灰大 土方车 车轮带泥 粉尘', {
    lead: 'jianshe',
    limits: usual(workDays(2)),
  }),
  item('pollution', 'odor', '异味', '臭味 异味 味道难闻 很臭 臭气 化学味', {
    lead: 'huanbao',
    limits: usual(workDays(3)),
  }),
  item('pollution', 'waste-water', '乱排污水、河道脏', '乱倒污水 泔水 河道 河里 水面漂浮 排污 洗车水', {
    lead: 'shuiwu',
    limits: usual(workDays(3)),
  }),

  item('home', 'elevator', '电梯故障', '电梯 电梯坏 电梯停 电梯异响 电梯抖', {
    lead: 'shichang',
    limits: urgent(24),
    notice: '如有人被困，请按轿厢里的警铃并拨打 119。',
  }),
  item(
    'home',
    'stair-lamp',
    '楼道灯、公共部位损坏',
    '楼道灯 楼道灯不亮 楼道里的灯 楼梯间的灯 楼梯灯 走廊灯 单元门 门禁 对讲机 楼梯扶手',
    {
      lead: 'wuye',
      limits: usual(workDays(2)),
    },
  ),
  item('home', 'leak', '房屋渗漏水', '漏水 渗水 天花板 屋顶漏 楼上漏水 墙面发霉 外墙渗', {
    lead: 'fangguan',
    limits: usual(workDays(7)),
  }),
  item('home', 'house-danger', '房屋外墙、阳台险情', '外墙脱落 墙皮 阳台裂 房子裂 危房 瓷砖掉 墙歪', {
    lead: 'fangguan',
    limits: urgent(24),
    notice: '房管人员会到场查勘，先做围护。',
  }),
  item('home', 'property-service', '物业服务与收费', '物业 物业费 保安 维修基金 业委会 小区管理 快递柜', {
    lead: 'fangguan',
    limits: thorough(7),
    kind: 'complaint',
  }),
  item('home', 'group-rent', '群租、违规住改商', '群租 隔断 二房东 住很多人 日租房 民宿扰民 住改商', {
    lead: 'fangguan',
    limits: thorough(10),
    kind: 'complaint',
  }),
  item('home', 'stair-pile', '楼道堆物', '楼道堆 楼道杂物 走廊堆 楼梯口堆 鞋柜 公共走道', {
    lead: 'juwei',
    limits: usual(workDays(3)),
    kind: 'complaint',
  }),
  item('home', 'add-elevator', '加装电梯、旧房改造', '加装电梯 装电梯 旧改 旧房改造 拎马桶 动迁 征收', {
    lead: 'fangguan',
    limits: thorough(10),
    kind: 'question',
  }),

  item('safety', 'fire-lane', '消防通道堵塞', '消防通道 消防车 逃生通道 安全出口 疏散通道', {
    lead: 'xiaofang',
    limits: urgent(24),
  }),
  item('safety', 'fire-gear', '消防设施损坏', '灭火器 消防栓 消火栓 烟感 喷淋 消防设施 应急灯', {
    lead: 'xiaofang',
    limits: usual(workDays(2)),
    kind: 'help',
  }),
  item('safety', 'ebike-charging', '电动车飞线充电、上楼', '飞线 飞线充电 电瓶车上楼 电瓶 充电 电动车进电梯', {
    lead: 'xiaofang',
    limits: usual(workDays(2)),
  }),
  item('safety', 'falling', '高空抛物、悬挂物', '高空抛物 高空坠物 花盆 扔下来 空调架 晾衣架松', {
    lead: 'gongan',
    limits: urgent(24),
  }),
  item('safety', 'public-order', '治安与可疑情况', '可疑 治安 陌生人敲门 巡逻 监控 醉酒 赌博 麻将馆', {
    lead: 'gongan',
    limits: usual(workDays(2)),
  }),
  item('safety', 'work-safety', '施工与生产安全隐患', '安全隐患 脚手架 施工围挡 围挡 危险品 煤气罐 违规动火', {
    lead: 'yingji',
    limits: urgent(24),
  }),
  item('safety', 'fire-now', '正在着火、冒烟', '火警 火情 救火', { lead: 'xiaofang', limits: urgent(1), stop: 'fire' }),
  item('safety', 'medical-now', '有人急病、受伤', '急救 救护车 急病', {
    lead: 'weijian',
    limits: urgent(1),
    stop: 'medical',
  }),
  item('safety', 'crime-now', '正在发生违法犯罪', '报警 盗窃 抢劫', {
    lead: 'gongan',
    limits: urgent(1),
    stop: 'crime',
  }),

  item('care', 'elder-alone', '独居、高龄老人关爱', '独居老人 老人 一个人住 孤老 送餐 助餐 上门看看 老年', {
    lead: 'juwei',
    limits: usual(workDays(2)),
    notice: '居委会会先打电话，再上门看望。',
  }),
  item('care', 'hardship', '困难救助、低保', '困难 低保 救助 补助 大病 没钱 生活费', {
    lead: 'minzheng',
    limits: thorough(7),
  }),
  item('care', 'elder-care', '养老服务与适老改造', '养老 养老院 护理 长护险 适老化 护工 日托', {
    lead: 'minzheng',
    limits: thorough(7),
  }),
  item('care', 'disabled', '残疾人服务', '残疾 残疾证 辅具 轮椅租借 助残 听障 视障', {
    lead: 'canlian',
    limits: thorough(7),
  }),
  item('care', 'child', '儿童、青少年与托育', '孩子 儿童 托育 暑托班 未成年 放学 寒托班', {
    lead: 'jiedao',
    limits: thorough(5),
  }),
  item('care', 'dispute', '邻里、家庭纠纷调解', '纠纷 调解 邻居矛盾 吵架 邻里 赡养 相邻', {
    lead: 'juwei',
    limits: thorough(7),
  }),
  item('care', 'homeless', '流浪乞讨人员', '流浪 乞讨 露宿 讨饭 睡桥洞', { lead: 'minzheng', limits: urgent(12) }),
  item('care', 'housing-aid', '公租房、廉租房', '公租房 廉租房 住房补贴 共有产权房 租房补贴', {
    lead: 'fangguan',
    limits: thorough(7),
  }),

  item('affairs', 'food-safety', '食品安全', '食品 吃坏 过期 不卫生 外卖 食物 变质', {
    lead: 'shichang',
    limits: thorough(5),
    kind: 'complaint',
  }),
  item('affairs', 'consumer', '消费纠纷、预付卡', '退款 预付卡 健身卡 消费 假货 退费 价格 关门跑路', {
    lead: 'shichang',
    limits: thorough(7),
    kind: 'complaint',
  }),
  item('affairs', 'unlicensed', '无证经营、非法行医', '无证 无照 执照 非法行医 黑诊所 无证经营', {
    lead: 'shichang',
    limits: thorough(7),
    kind: 'complaint',
  }),
  item('affairs', 'wages', '欠薪与劳动纠纷', '欠薪 工资 拖欠 不发工资 劳动合同 加班费', {
    lead: 'renshe',
    limits: thorough(7),
    kind: 'complaint',
  }),
  item('affairs', 'pension', '社保、养老金', '社保 养老金 退休金 失业金 社保卡 工伤', {
    lead: 'renshe',
    limits: thorough(5),
  }),
  item('affairs', 'health-insurance', '医保与报销', '医保 医保卡 报销 门诊大病 医药费', {
    lead: 'yibao',
    limits: thorough(5),
  }),
  item('affairs', 'medical-service', '就医、疫苗与卫生服务', '看病 社区医院 疫苗 家庭医生 配药 卫生中心 挂号', {
    lead: 'weijian',
    limits: thorough(5),
  }),
  item('affairs', 'school', '入学与培训机构', '入学 学校 幼儿园 培训班 学区 老师 补课', {
    lead: 'jiaoyu',
    limits: thorough(5),
  }),
  item('affairs', 'papers', '证件、户籍与居住证', '户口 居住证 身份证 证明 落户 敬老卡 开证明', {
    lead: 'gongan',
    limits: thorough(5),
  }),
  item('affairs', 'legal-aid', '法律援助与公证', '法律 律师 公证 遗嘱 打官司 法律援助', {
    lead: 'sifa',
    limits: thorough(5),
  }),
  item('affairs', 'culture', '文体活动与旅游', '活动室 图书馆 文化活动 旅游 导游 老年大学 社区活动', {
    lead: 'wenlv',
    limits: thorough(5),
  }),
  item('affairs', 'staff-conduct', '工作作风与表扬', '态度 表扬 感谢 服务态度 锦旗 推诿 窗口', {
    lead: 'jiedao',
    limits: thorough(5),
    kind: 'complaint',
  }),
  item('affairs', 'other', '其他', '其他 不知道选什么 别的 说不清', {
    lead: 'jiedao',
    limits: usual(workDays(5)),
    kind: 'help',
    notice: '不知道归谁管也没有关系，我们来分派。',
  }),
];

/** What a street office hears most, offered to be picked at once. */
export const common: readonly string[] = ['road-lamp', 'manhole', 'litter', 'car-parking', 'noise-life', 'elevator'];
