/** Something to press: a button in every respect but WeChat's own looks. */
import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { told } from '../lib/a11y';
import { Icon, type IconName } from './icon';

interface TapProps {
  onTap: () => void;
  children: ReactNode;
  className?: string;
  /** What a screen reader says, where the words inside do not say it all. */
  label?: string;
  role?: 'button' | 'checkbox' | 'radio' | 'tab';
  checked?: boolean;
  disabled?: boolean;
}

export function Tap({ onTap, children, className = '', label, role = 'button', checked, disabled }: TapProps) {
  return (
    <View
      className={`tap ${className} ${disabled ? 'is-off' : ''}`}
      hoverClass={disabled ? 'none' : 'is-pressed'}
      onClick={disabled ? undefined : onTap}
      {...told({ role, label, checked, disabled })}
    >
      {children}
    </View>
  );
}

interface ButtonProps {
  words: string;
  onTap: () => void;
  /** main: the one thing to do here; soft: something else; grave: stops or sends back; link: words only. */
  look?: 'main' | 'soft' | 'grave' | 'link';
  icon?: IconName;
  disabled?: boolean;
  label?: string;
  className?: string;
}

export function Button({ words, onTap, look = 'soft', icon, disabled, label, className = '' }: ButtonProps) {
  return (
    <Tap className={`button button-${look} ${className}`} onTap={onTap} disabled={disabled} label={label ?? words}>
      {icon && <Icon name={icon} />}
      <View className="button-words">{words}</View>
    </Tap>
  );
}
