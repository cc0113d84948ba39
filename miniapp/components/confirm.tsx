/** Shows the question that waits, in type that grows with 长辈版, which WeChat's own box does not. */
import { View } from '@tarojs/components';
import { useEffect } from 'react';
import { question } from '../lib/confirm';
import { useStore } from '../lib/store';
import { Sheet } from './sheet';
import { Button } from './tap';

export function Confirm() {
  const asked = useStore(question);
  // Whoever leaves the page has not said yes; the page before, which may still be closing, does not answer for this one.
  useEffect(
    () => () => {
      if (asked?.isLeft()) asked.answer(false);
    },
    [asked],
  );
  if (!asked) return null;
  return (
    <Sheet title={asked.title} onClose={() => asked.answer(false)}>
      <View className="sheet-words">{asked.words}</View>
      <Button look="main" words={asked.yes} onTap={() => asked.answer(true)} />
      <Button words={asked.no} onTap={() => asked.answer(false)} />
    </Sheet>
  );
}
