/** What the requests about a desk may hold. */
import { Anything, Bool, Int, NAME, Paging, Text } from '../../core/form.js';

const ID = /^[0-9a-z]{26}$/;

class KeptForm {
  @Text({ max: 40, pattern: NAME }) name!: string;
  /** With the whole unit. */
  @Bool({ optional: true }) shared: boolean = false;
}
export class ViewForm extends KeptForm {
  @Anything('与 GET /api/cases 的查询相同') filter!: Record<string, unknown>;
}
export class MacroForm extends KeptForm {
  @Anything('{ steps: [{ action, input }], onward }，表单见 shared/case-flow.ts') content!: Record<string, unknown>;
}
export class TemplateForm extends KeptForm {
  @Text({ max: 1000, pattern: /\S/ }) words!: string;
}
export class KeptFilter extends Paging {
  @Text({ optional: true, max: 40 }) q?: string;
}
export class OnCase {
  @Text({ pattern: ID }) caseId!: string;
  @Int({ min: 1 }) version!: number;
}
export class DraftForm {
  @Anything('动作的表单，写了一半也可以') input!: Record<string, unknown>;
}
