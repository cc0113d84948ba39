/** The auditor reads what was noted in words, and what is new here by its code rather than not at all. */
import { detailWords, objectWords } from './audit-words.js';

describe('what an entry of the audit log notes', () => {
  it('is said in words, whatever its shape', () => {
    expect(detailWords('channel', 'console')).toEqual({ label: '入口', words: '管理台' });
    expect(detailWords('before', ['gridWorker', 'gridLead'])).toEqual({ label: '修改前', words: '网格员、网格长' });
    expect(detailWords('after', { name: '一网格', households: null })).toEqual({
      label: '修改后',
      words: '名称：一网格；户数：—',
    });
    expect(detailWords('locked', true).words).toBe('是');
    expect(detailWords('ended', []).words).toBe('无');
  });
  it('keeps its code where nobody named it', () => {
    expect(detailWords('fresh', 'x1')).toEqual({ label: 'fresh', words: 'x1' });
  });
  it('is about a thing of a kind, with the end of a long id', () => {
    expect(objectWords('place:310101001')).toBe('区划 310101001');
    expect(objectWords('unit:01m0w31vrkdb4rnwnt67f6')).toBe('单位 …nt67f6');
  });
});
