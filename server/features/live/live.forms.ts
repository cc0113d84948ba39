/** What the requests of the live channel may hold. */
import { Moment, Text } from '../../core/form.js';

export class LiveQuery {
  /** The `at` of the last answer. */
  @Moment({ optional: true }) after?: Date;
}
export class LookingForm {
  @Text({ pattern: /^[0-9a-z]{26}$/ }) caseId!: string;
}
