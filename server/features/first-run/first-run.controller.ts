/** POST /api/first-run. */
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDefined, ValidateNested } from 'class-validator';
import { CODE, type Level, levelOrder } from '../../../shared/places.js';
import { Public } from '../../core/access.js';
import { Context, type Ctx } from '../../core/ctx.js';
import { NAME, OneOf, Text } from '../../core/form.js';
import { RateLimit } from '../../core/rate.js';
import { OwnTransaction } from '../../core/request.js';
import { PASSWORD_LENGTH } from '../session/passwords.service.js';
import { type Beginning, FirstRunService } from './first-run.service.js';

/** A part of the body with rules of its own. */
const Part =
  (type: new () => object): PropertyDecorator =>
  (target, key) => {
    for (const rule of [IsDefined(), ValidateNested(), Type(() => type), ApiProperty({ type })]) rule(target, key);
  };

class CityForm {
  @Text({ max: 24, pattern: CODE })
  code!: string;

  @Text({ max: 80, pattern: NAME })
  name!: string;

  @OneOf(levelOrder)
  level!: Level;
}

class RootUnitForm {
  @Text({ max: 80, pattern: NAME })
  name!: string;
}

class AdminForm {
  @Text({ max: 60, pattern: NAME })
  name!: string;

  @Text({ max: 60, pattern: /^[A-Za-z0-9][A-Za-z0-9._-]+$/ })
  login!: string;

  @Text({ max: PASSWORD_LENGTH.most })
  password!: string;
}

class AdminsForm {
  @Part(AdminForm)
  system!: AdminForm;

  @Part(AdminForm)
  security!: AdminForm;

  @Part(AdminForm)
  audit!: AdminForm;
}

export class FirstRunForm implements Beginning {
  @Text({ max: 100 })
  token!: string;

  @Part(CityForm)
  city!: CityForm;

  @Part(RootUnitForm)
  unit!: RootUnitForm;

  @Part(AdminsForm)
  admins!: AdminsForm;
}

@Controller('first-run')
export class FirstRunController {
  constructor(private readonly firstRun: FirstRunService) {}

  @Post()
  @Public()
  @OwnTransaction()
  @HttpCode(204)
  @RateLimit({ name: 'first-run', minutes: 1, perAddress: 20 })
  begin(@Context() ctx: Ctx, @Body() { token, ...given }: FirstRunForm): Promise<void> {
    return this.firstRun.begin(ctx, token, given);
  }
}
