// Red Hat's YAML server, connected as Red Hat's extension does it: other extensions may contribute the schema of a document.
const { LanguageClient } = require('vscode-languageclient/node');

let client;
exports.activate = async () => {
  const contributors = new Map();
  const server = { command: process.env.YAML_SERVER, args: ['--stdio'] };
  client = new LanguageClient('yaml', 'YAML', server, { documentSelector: [{ language: 'yaml' }] });
  await client.start();
  client.onRequest('custom/schema/request', (uri) => {
    for (const { requestSchema } of contributors.values()) {
      const schema = requestSchema(uri);
      if (schema) return schema;
    }
    return undefined;
  });
  client.onRequest('custom/schema/content', (uri) => contributors.get(uri.split(':')[0])?.requestContent(uri));
  await client.sendNotification('yaml/registerCustomSchemaRequest');
  return {
    registerContributor: (scheme, requestSchema, requestContent) => {
      if (contributors.has(scheme)) return false;
      contributors.set(scheme, { requestSchema, requestContent });
      return true;
    },
  };
};
exports.deactivate = () => client?.stop();
