/** WeChat's gate before personal data: the owner agrees to the privacy guide once, in WeChat's box or in the page's own. */
import type { MiniProgram } from '../program.js';
import { api, type Wx, WxFailure } from './api.js';

type Resolve = (answer: { event: 'agree' | 'disagree' | 'exposureAuthorization'; buttonId?: string }) => void;
type Listener = (resolve: Resolve, info: { referrer: string }) => void;

const CONTRACT = '《小程序用户隐私保护指引》';
const REFUSED = 'privacy permission is not authorized';
/** After a no WeChat asks nobody for so long, and refuses at once. */
const PAUSE_MS = 10_000;

export class Privacy {
  private listener?: Listener;
  /** Buttons with open-type="agreePrivacyAuthorization" that were really tapped. */
  private readonly tapped = new Set<string>();
  private refusedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly program: MiniProgram) {}

  /** Lets an API through. @throws WxFailure errno 104 when the owner does not agree. */
  async pass(): Promise<void> {
    if (this.program.phone.privacyAgreed) return;
    const isPaused = Date.now() - this.refusedAt < PAUSE_MS;
    const agreed = !isPaused && (this.listener ? await this.askPage(this.listener) : await this.askOwner());
    if (!agreed && !isPaused) this.refusedAt = Date.now();
    if (!agreed) throw new WxFailure(REFUSED, 104);
    this.program.phone.privacyAgreed = true;
  }

  /** The owner has looked elsewhere until WeChat asks again. */
  pauseEnds(): void {
    this.refusedAt = Number.NEGATIVE_INFINITY;
  }

  /** The owner tapped the page's button of agreement. */
  agreeBy(buttonId: string): void {
    this.tapped.add(buttonId);
    this.program.phone.privacyAgreed = true;
  }

  api(): Wx {
    const { program } = this;
    return {
      getPrivacySetting: api(program, 'getPrivacySetting', () => ({
        needAuthorization: !program.phone.privacyAgreed,
        privacyContractName: CONTRACT,
      })),
      requirePrivacyAuthorize: api(program, 'requirePrivacyAuthorize', () => this.pass()),
      openPrivacyContract: api(program, 'openPrivacyContract', () => undefined),
      onNeedPrivacyAuthorization: (listener: Listener) => {
        this.listener = listener;
      },
    };
  }

  private async askOwner(): Promise<boolean> {
    return (await this.program.phone.ask(`请阅读并同意${CONTRACT}`, ['拒绝', '同意'])) === '同意';
  }

  /** The page says agree with the id of the button that was tapped; a made-up id does not count. */
  private askPage(listener: Listener): Promise<boolean> {
    return new Promise((resolve) => {
      const answer: Resolve = ({ event, buttonId = '' }) => {
        if (event === 'disagree') resolve(false);
        if (event === 'agree') resolve(this.tapped.has(buttonId));
      };
      this.program.guard(() => listener(answer, { referrer: 'wx' }));
    });
  }
}
