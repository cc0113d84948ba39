/** What a page shows before its answer is there, when none came, and when there is nothing in it. */
import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { told } from '../lib/a11y';
import type { Failure } from '../lib/api';
import type { Load } from '../lib/use-load';
import { Icon } from './icon';
import { Button } from './tap';

interface AwaitProps<T> {
  load: Load<T>;
  /** The page's shape while it loads. */
  shape: ReactNode;
  children: (data: T) => ReactNode;
}

export function Await<T>({ load, shape, children }: AwaitProps<T>) {
  const { data, failure, loading, again } = load;
  if (data !== null)
    return (
      <>
        {failure && <Stale failure={failure} onAgain={() => void again()} />}
        {children(data)}
      </>
    );
  if (failure && !loading) return <Failed failure={failure} onAgain={() => void again()} />;
  return <View {...told({ role: 'status', label: '正在加载' })}>{shape}</View>;
}

/** Nothing came: what happened, and what to do. */
export function Failed({ failure, onAgain }: { failure: Failure; onAgain?: () => void }) {
  return (
    <View className="notice-box" {...told({ role: 'alert' })}>
      <Icon name="alert" className="notice-icon" />
      <View className="strong">{failure.title}</View>
      <View className="hint">{failure.detail || sayWhatToDo(failure)}</View>
      {onAgain && <Button words="再试一次" onTap={onAgain} />}
    </View>
  );
}

/** The last answer is still shown; the newest could not be had. */
function Stale({ failure, onAgain }: { failure: Failure; onAgain: () => void }) {
  return (
    <View className="stale" {...told({ role: 'status' })}>
      <View className="row-grow">{`${failure.title}，下面是上一次的内容。`}</View>
      <Button look="link" words="再试一次" onTap={onAgain} />
    </View>
  );
}

/** Nothing to show yet, and the next step. */
export function Empty({ title, words, children }: { title: string; words: string; children?: ReactNode }) {
  return (
    <View className="notice-box">
      <View className="strong">{title}</View>
      <View className="hint">{words}</View>
      {children}
    </View>
  );
}

/** Grey bars in the shape of cards. */
export function CardShapes({ count }: { count: number }) {
  return (
    <>
      {Array.from({ length: count }, (_, i) => (
        <View key={i} className="card">
          <View className="shape shape-wide" />
          <View className="shape" />
          <View className="shape shape-short" />
        </View>
      ))}
    </>
  );
}

function sayWhatToDo(failure: Failure): string {
  if (failure.code === 'offline') return '请检查网络，信号恢复后再试。';
  if (failure.code === 'not-found') return '可能已被移走，请返回上一页。';
  return failure.passing ? '稍等片刻再试。' : '请返回上一页再试。';
}
