/** One question before something that cannot be undone. */
import Taro from '@tarojs/taro';
import { store } from './store';

export interface Question {
  title: string;
  words: string;
  yes: string;
  no: string;
  answer: (yes: boolean) => void;
  /** The page that asks has been left. */
  isLeft: () => boolean;
}

export const question = store<Question | null>(null);

/** Resolves to true when the person says yes. */
export function confirm(asked: Pick<Question, 'title' | 'words' | 'yes'> & { no?: string }): Promise<boolean> {
  question.get()?.answer(false);
  const page = Taro.getCurrentPages().pop();
  return new Promise((resolve) => {
    const mine: Question = {
      no: '再想想',
      ...asked,
      answer: (yes) => {
        if (question.get() === mine) question.set(null);
        resolve(yes);
      },
      isLeft: () => !Taro.getCurrentPages().some((one) => one === page),
    };
    question.set(mine);
  });
}
