/** Jest's first step: the right Node, or one clear sentence. */
export default function setup() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 24 || (major === 24 && minor < 15)) {
    throw new Error(
      `Node ${process.versions.node} draait de tests; nodig is Node 24.15 of nieuwer. Voer eerst 'npm ci' uit.`,
    );
  }
}
