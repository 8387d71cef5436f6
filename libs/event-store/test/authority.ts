import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate authority that lives as long as a test, in a folder of its own. `node:crypto` cannot make certificates. */
export class Authority {
  private readonly folder = mkdtempSync(join(tmpdir(), 'eventstoredb-tls-'));

  constructor() {
    const subject = ['-subj', '/CN=test authority', '-days', '2'];
    this.openssl('req', '-x509', ...this.newKey('ca'), ...subject, '-out', this.file('ca.pem'));
    writeFileSync(this.file('leaf.cnf'), 'subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth\n');
  }

  /** The file with its own certificate, for `tlsCAFile`. */
  get caFile(): string {
    return this.file('ca.pem');
  }

  /** Key and certificate of a server on loopback. */
  issue(name: string): { readonly key: Buffer; readonly cert: Buffer } {
    const request = this.file(`${name}.csr`);
    this.openssl('req', ...this.newKey(name), '-subj', `/CN=${name}`, '-out', request);
    const signer = ['-CA', this.caFile, '-CAkey', this.file('ca.key'), '-CAcreateserial', '-days', '2'];
    const extensions = ['-extfile', this.file('leaf.cnf')];
    this.openssl('x509', '-req', '-in', request, ...signer, ...extensions, '-out', this.file(`${name}.pem`));
    return { key: readFileSync(this.file(`${name}.key`)), cert: readFileSync(this.file(`${name}.pem`)) };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private file(name: string): string {
    return join(this.folder, name);
  }

  private newKey(name: string): readonly string[] {
    return ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', this.file(`${name}.key`)];
  }

  private openssl(...words: readonly string[]): void {
    execFileSync('openssl', words, { stdio: 'pipe' });
  }
}
