/** /api/openapi.json and /api/docs: made from the routes and their forms; switched off in production. */
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { SESSION_COOKIE } from './core/access.js';

export function serveDocs(app: NestFastifyApplication): void {
  const about = new DocumentBuilder()
    .setTitle('格治 API')
    .setDescription('错误一律为 application/problem+json，见 shared/problems.ts')
    .setVersion('0.1.0')
    .addCookieAuth(SESSION_COOKIE, undefined, 'session')
    .addBearerAuth(undefined, 'bearer')
    .build();
  SwaggerModule.setup('api/docs', app, () => SwaggerModule.createDocument(app, about), {
    jsonDocumentUrl: 'api/openapi.json',
  });
}
