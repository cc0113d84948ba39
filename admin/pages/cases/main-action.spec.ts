/** The one main action is what the step is for, and nobody has one out of turn. */
import { roles } from '../../../shared/permissions.js';
import { mainAction } from './main-action.js';

const { may } = roles.communityWorker;

describe('the main action of a case', () => {
  it('is what the step waits for, not what happens to stand first', () => {
    expect(mainAction({ seat: 'desk', can: ['settle', 'assign', 'ask', 'reject'] }, may)).toBe('assign');
    expect(mainAction({ seat: 'worker', can: ['verify', 'settle'] }, may)).toBe('verify');
    expect(mainAction({ seat: 'unit', can: ['contact', 'handle'] }, may)).toBe('contact');
  });
  it('is the answer where a question may be answered', () => {
    expect(mainAction({ seat: 'desk', can: ['answer', 'assign'] }, may)).toBe('answer');
  });
  it('is none out of turn, and never a grave one', () => {
    expect(mainAction({ seat: 'checker', can: ['escalate'] }, may)).toBeUndefined();
    expect(mainAction({ seat: 'desk', can: ['reject'] }, may)).toBeUndefined();
  });
});
