/** Every error the API can answer with: code → HTTP status and a sentence in Chinese (RFC 9457). */
export const problems = {
  'input.invalid': { status: 422, title: '填写的内容有误，请检查标出的项目' },
  'input.malformed': { status: 400, title: '请求的格式不对' },
  'input.too-large': { status: 413, title: '内容太大' },
  'input.unsupported': { status: 415, title: '不支持这种内容类型' },
  'session.required': { status: 401, title: '请先登录' },
  'session.expired': { status: 401, title: '登录已过期，请重新登录' },
  'session.wrong': { status: 401, title: '用户名或密码不对' },
  'session.locked': { status: 423, title: '连续输错 5 次，账号已锁定 30 分钟，也可请系统管理员解锁' },
  'session.source-locked': { status: 423, title: '从您所在的网络输错密码的次数太多，请半小时后再试，或换一个网络' },
  'session.foreign-page': { status: 403, title: '请求不是从本系统的页面发出的' },
  'session.password-weak': { status: 422, title: '密码至少 8 位，并含大写、小写、数字、符号中的三种' },
  'session.password-seen': { status: 403, title: '管理员给的初始密码只能用来换密码，请先换成自己的密码' },
  'wechat.code-refused': { status: 401, title: '微信登录未成功，请再试一次' },
  'wechat.unreachable': { status: 503, title: '暂时连不上微信，请稍后再试' },
  'wechat.user-blocked': { status: 403, title: '微信提示此账号暂不能登录' },
  'consent.required': { status: 403, title: '请先阅读并同意《个人信息保护说明》' },
  'permission.denied': { status: 403, title: '您的账号没有这项权限' },
  'not-found': { status: 404, title: '没有找到，或不在您的范围内' },
  'rate.limited': { status: 429, title: '操作太快了，请稍等片刻再试' },
  'idempotency.missing': { status: 400, title: '缺少 Idempotency-Key' },
  'idempotency.other-content': { status: 422, title: '同一提交编号已用于另一份内容' },
  'case.moved-meanwhile': { status: 409, title: '别人刚刚处理了这件事，请看最新情况' },
  'case.not-now': { status: 409, title: '这件事现在的状态不能这样处理' },
  'case.guarded': { status: 409, title: '按规定不能这样处理' },
  'case.stopped': { status: 422, title: '这是紧急情况，请直接拨打电话' },
  'case.phone-expired': { status: 422, title: '按电话的查询已过期，请重新输入号码' },
  'hint.found-before': { status: 409, title: '别人已经核对过这条线索，请刷新' },
  'export.too-many': { status: 409, title: '您已有两份导出正在进行，请等它们完成或停止' },
  'export.link-expired': { status: 403, title: '下载地址已过期，请回到导出列表重新下载' },
  'desk.too-many': { status: 409, title: '已经存了 50 个，请先删掉不用的' },
  'live.too-many': { status: 429, title: '打开的页面太多，请关掉一些' },
  'stand-in.other-unit': { status: 422, title: '请其他单位的人代班，要由单位负责人、上级单位负责人或系统管理员安排' },
  'stand-in.overlaps': { status: 409, title: '这段时间已经安排了代班' },
  'stand-in.admin': { status: 422, title: '三类管理员不能请人代班，也不能替人代班' },
  'duty.moved-meanwhile': { status: 409, title: '别人刚刚改过这一条，请看最新的一版再改' },
  'duty.base': { status: 409, title: '每个事项都要有一条全市的规定，可以修改，不能终止' },
  'duty.not-now': { status: 409, title: '这一版现在的状态不能这样处理' },
  'duty.own': { status: 409, title: '准入要由没有起草这一版的人决定' },
  'duty.file': { status: 422, title: '这个文件打不开，请用导出的表格填写' },
  'place.code-taken': { status: 409, title: '这个编码已经用过，编码不能重复使用' },
  'place.in-use': { status: 409, title: '这个区划还有下级、单位、岗位或未结事件，不能撤销' },
  'place.unknown': { status: 422, title: '没有这个区划' },
  'place.import-stopped': { status: 409, title: '导入已停止，没有改动任何内容' },
  'place.import-refused': { status: 422, title: '导入的数据有误，没有改动任何内容' },
  'account.name-taken': { status: 409, title: '这个用户名已被使用' },
  'account.roles-exclude': { status: 422, title: '三类管理员不能兼任，也不能兼任业务岗位' },
  'account.last-admin': { status: 409, title: '至少要保留一名可用的管理员' },
  'account.unable': { status: 422, title: '选的人没有要用的权限，请先由安全管理员授予角色，或换一个人' },
  'unit.in-use': { status: 409, title: '这个单位还有人员或事件，不能停用' },
  'file.kind': { status: 415, title: '只支持 JPEG、PNG、WebP 照片' },
  'file.heic': {
    status: 415,
    title: '这是 HEIC 照片，请在手机“设置—相机—格式”里选“兼容性最佳”后重拍，或从微信里选择照片发送',
  },
  'file.too-many': { status: 422, title: '照片太多了' },
  'file.too-large': { status: 413, title: '照片不能超过 10 MB' },
  'file.broken': { status: 422, title: '照片打不开，可能没有传完，请重新选择' },
  'file.no-room': { status: 507, title: '服务器暂时存不下照片，您填写的内容没有丢，请稍后再传' },
  'file.link-expired': { status: 403, title: '照片地址已过期，请刷新页面' },
  'stats.month-runs': { status: 409, title: '这个月还没有过完，不能冻结' },
  'stats.counting': { status: 409, title: '统计还没有数完，请稍后再冻结；一直这样，请看“后台任务”里搁置的' },
  'stats.frozen': { status: 409, title: '这个月已经冻结' },
  'first-run.done': { status: 409, title: '系统已经初始化' },
  'first-run.token': { status: 403, title: '初始化口令不对' },
  'demo.only': { status: 404, title: '没有找到，或不在您的范围内' },
  'server.busy': { status: 503, title: '系统正忙，请稍后再试；您的操作没有生效' },
  'server.fault': { status: 500, title: '系统出错了，您的操作没有生效，请稍后再试' },
} as const;
export type ProblemCode = keyof typeof problems;

/** Body of `application/problem+json`. `errors` names the fields at fault. */
export interface ProblemBody {
  type: string;
  code: ProblemCode;
  title: string;
  status: number;
  detail?: string;
  errors?: Record<string, string>;
  requestId?: string;
  /** What the client needs to go on, e.g. the newest version of the case. */
  more?: unknown;
}
