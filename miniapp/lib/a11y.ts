/** What a screen reader is told, in the words of each platform: `aria-role` in WeChat, `role` on the web page. */
interface Told {
  role?:
    | 'button'
    | 'checkbox'
    | 'radio'
    | 'heading'
    | 'dialog'
    | 'alert'
    | 'status'
    | 'img'
    | 'list'
    | 'listitem'
    | 'tab'
    | 'tablist';
  label?: string;
  disabled?: boolean;
  checked?: boolean;
  hidden?: boolean;
}

const onWeb = process.env.TARO_ENV === 'h5';
/** Roles that are pressed, and so must be reached by the keyboard as well. */
const pressed = ['button', 'checkbox', 'radio', 'tab'];

/** Attributes for a component. WeChat's templates know no roles of text, which reads itself. */
export function told({ role, label, disabled, checked, hidden }: Told): Record<string, string | number> {
  const said: Record<string, string | number> = {};
  if (label) said['aria-label'] = label;
  if (hidden) said['aria-hidden'] = 'true';
  if (disabled) said['aria-disabled'] = 'true';
  if (checked !== undefined) said[role === 'tab' && onWeb ? 'aria-selected' : 'aria-checked'] = String(checked);
  if (role) said[onWeb ? 'role' : 'aria-role'] = role;
  if (role && onWeb && pressed.includes(role)) said.tabIndex = disabled ? -1 : 0;
  if (role === 'heading' && onWeb) said['aria-level'] = 2;
  return said;
}
