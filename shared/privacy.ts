/** The privacy notice in plain words and the version of its text: who, what for, what, how long, which rights (PIPL 14–17, 44–50). */

/** Changes with every change of the words below; a new text asks everybody anew. */
export const PRIVACY_VERSION = '2026-11';

/** What each city fills in. */
export interface Operator {
  /** Who runs the service. */
  name: string;
  /** How to reach them about personal data. */
  contact: string;
  /** Months after closing that name and phone of a case are kept. */
  keepsMonths: number;
}

export interface NoticePart {
  title: string;
  words: readonly string[];
}

export const privacyNotice = ({ name, contact, keepsMonths }: Operator): readonly NoticePart[] => [
  {
    title: '谁在处理',
    words: [`本小程序由${name}运行，用来受理和办理居民诉求。个人信息方面的问题和要求，请找：${contact}。`],
  },
  {
    title: '记下什么，为了什么',
    words: [
      '微信标识：认出是您，让您看到自己的诉求。不取您的昵称、头像和手机号。',
      '您写的内容和照片：弄清是什么问题。照片里的拍摄时间、地点等附带信息会去掉。',
      '位置：找到负责的网格。只在您查网格或上报时取一次，不在后台跟踪。可以不给，改写地址。',
      '称呼和电话：需要问您时联系。可以不留。',
    ],
  },
  {
    title: '谁看得到',
    words: [
      '办理这件事的网格、街道和部门。称呼和电话只显示一部分；要看全，必须写明理由，每次都有记录，您在诉求里看得到。',
      '不公开，不给别的公司，不用来打分或推送广告。',
    ],
  },
  {
    title: '存多久',
    words: [
      `诉求里的称呼和电话，办结满 ${keepsMonths} 个月删去；诉求本身按档案规定保存。`,
      '没有提交的草稿只在您的手机里。上传了没有用上的照片，一天后删去。',
    ],
  },
  {
    title: '您的权利',
    words: [
      '随时查看、更正、删去称呼和电话；撤回没办的诉求；在“个人信息与同意”里撤回同意。',
      '撤回同意后，存着的称呼和电话随即删去，正在办的诉求里的办结时删去；已经提交的诉求照样办完，也不影响您打电话反映。',
      '不满十四周岁的，请由监护人代为提交。',
    ],
  },
];
