/** What the requests about sessions may hold. */
import { phone } from '../../../shared/fields.js';
import { Bool, checkForm, Text } from '../../core/form.js';
import { PASSWORD_LENGTH } from './passwords.service.js';

export class StaffSignInForm {
  @Text({ max: 60 })
  name!: string;

  @Text({ max: PASSWORD_LENGTH.most })
  password!: string;
}

export class WechatSignInForm {
  /** From wx.login. */
  @Text({ max: 128, pattern: /^[\w-]+$/ })
  code!: string;
}

export class DemoSignInForm {
  @Text({ optional: true, max: 40, pattern: /^[\w-]+$/ })
  name?: string;
}

export class PasswordForm {
  @Text({ max: PASSWORD_LENGTH.most })
  old!: string;

  @Text({ max: PASSWORD_LENGTH.most })
  new!: string;
}

export class ConsentForm {
  @Text({ max: 20 })
  version!: string;

  @Bool()
  agreed!: boolean;
}

export class ContactForm {
  @Text({ optional: true, nullable: true, max: 30 })
  name?: string | null;

  @Text({ optional: true, nullable: true, max: 24 })
  phone?: string | null;
}

/** Empty words remove what was there, like null. @throws input.invalid */
export function contactOf({ name, phone: number }: ContactForm): ContactForm {
  if (number) checkForm({ phone: phone('联系电话') }, { phone: number });
  const plain = (value: string | null | undefined) => (value === undefined ? undefined : value?.trim() || null);
  return { name: plain(name), phone: plain(number) };
}
