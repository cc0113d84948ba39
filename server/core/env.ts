/** The environment as an injected value. */
import { Inject } from '@nestjs/common';

export { type CityName, type Env, readEnv } from '../../config/env.js';
export const ENV = Symbol('env');
export const InjectEnv = () => Inject(ENV);
