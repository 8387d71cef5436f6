import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConnectionOptions } from 'node:tls';

/** An authority that lives as long as a test, and what it signs. */
export class Authority {
  readonly folder = mkdtempSync(join(tmpdir(), 'kafka-tls-'));

  constructor() {
    const subject = ['-subj', '/CN=test authority', '-days', '2'];
    this.openssl('req', '-x509', ...this.newKey('ca'), ...subject, '-out', this.file('ca.pem'));
    writeFileSync(
      this.file('leaf.cnf'),
      'subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth,clientAuth\n',
    );
  }

  file(name: string): string {
    return join(this.folder, name);
  }

  /** Makes a key and a certificate for a name; both in `<name>-store.pem` too, as a broker wants them. */
  issue(name: string): void {
    const request = this.file(`${name}.csr`);
    this.openssl('req', ...this.newKey(name), '-subj', `/CN=${name}`, '-out', request);
    const signer = ['-CA', this.file('ca.pem'), '-CAkey', this.file('ca.key'), '-CAcreateserial', '-days', '2'];
    const extensions = ['-extfile', this.file('leaf.cnf')];
    this.openssl('x509', '-req', '-in', request, ...signer, ...extensions, '-out', this.file(`${name}.pem`));
    writeFileSync(this.file(`${name}-store.pem`), this.read(`${name}.key`) + this.read(`${name}.pem`));
  }

  /** How a client of this name shows itself. */
  clientOf(name: string): ConnectionOptions {
    return { ca: this.read('ca.pem'), key: this.read(`${name}.key`), cert: this.read(`${name}.pem`) };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private newKey(name: string): readonly string[] {
    return ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', this.file(`${name}.key`)];
  }

  private read(name: string): string {
    return readFileSync(this.file(name), 'utf8');
  }

  private openssl(...words: readonly string[]): void {
    execFileSync('openssl', words, { stdio: 'pipe' });
  }
}
