/** What the requests about settings may hold. */
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsObject, ValidateNested } from 'class-validator';
import type { OfficeSpan } from '../../../shared/hours.js';
import { Text } from '../../core/form.js';

class Span implements OfficeSpan {
  @Text({ max: 5, example: '09:00' }) from!: string;
  @Text({ max: 5, example: '12:00' }) to!: string;
}
export class HoursBody {
  @ApiProperty({ type: [Span] })
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @IsObject({ each: true })
  @Type(() => Span)
  spans!: Span[];
}
