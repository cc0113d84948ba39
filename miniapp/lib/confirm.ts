/** One question before something that cannot be undone. */
import { store } from './store';

export interface Question {
  title: string;
  words: string;
  yes: string;
  no: string;
  answer: (yes: boolean) => void;
}

export const question = store<Question | null>(null);

/** Resolves to true when the person says yes. */
export function confirm(asked: Omit<Question, 'answer' | 'no'> & { no?: string }): Promise<boolean> {
  question.get()?.answer(false);
  return new Promise((resolve) => {
    question.set({
      no: '再想想',
      ...asked,
      answer: (yes) => {
        question.set(null);
        resolve(yes);
      },
    });
  });
}
