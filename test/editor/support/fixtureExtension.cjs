// The extension on which the tests' way of driving the editor is itself tested.
const vscode = require("vscode");

exports.activate = (context) => {
  const roots = [{ label: "web", description: "two", children: [{ label: "child" }] }, { label: "web-site" }];
  const changed = new vscode.EventEmitter();
  const provider = {
    onDidChangeTreeData: changed.event,
    getChildren: (row) => (row ? row.children : roots),
    getTreeItem: (row) => {
      const { Collapsed, None } = vscode.TreeItemCollapsibleState;
      return Object.assign(new vscode.TreeItem(row.label, row.children ? Collapsed : None), { description: row.description });
    },
  };
  const diagnostics = vscode.languages.createDiagnosticCollection("fixture");
  const [folder] = vscode.workspace.workspaceFolders;
  diagnostics.set(vscode.Uri.joinPath(folder.uri, "a.txt"), [new vscode.Diagnostic(new vscode.Range(1, 0, 1, 6), "A made-up problem")]);
  const status = vscode.window.createStatusBarItem();
  status.text = "Fixture is here";
  status.show();

  const greet = async () => {
    const greeting = await vscode.window.showQuickPick(["Hello", "Hello again"], { placeHolder: "Which greeting?" });
    const name = await vscode.window.showInputBox({ prompt: "To whom?", value: process.env.FIXTURE_NAME });
    const answer = await vscode.window.showInformationMessage(`${greeting}, ${name}!`, "Thanks");
    if (answer) await vscode.window.showInformationMessage("You are welcome.");
  };
  const rename = (row) => {
    row.label = "renamed";
    changed.fire(undefined);
  };
  const openPanel = () => {
    const panel = vscode.window.createWebviewPanel("fixture", "Fixture Panel", vscode.ViewColumn.Active, { enableScripts: true });
    let clicks = 0;
    panel.webview.onDidReceiveMessage(() => panel.webview.postMessage(`${++clicks} click, said the extension`));
    panel.webview.html = `<!DOCTYPE html><html><head>
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-n1'">
      </head><body><button>Count</button><p></p>
      <script nonce="n1">
        const vscode = acquireVsCodeApi();
        document.querySelector("button").onclick = () => vscode.postMessage("click");
        window.addEventListener("message", ({ data }) => (document.querySelector("p").textContent = data));
      </script>
      <script>document.querySelector("p").textContent = "This must not run";</script>
      </body></html>`;
  };
  context.subscriptions.push(
    changed,
    diagnostics,
    status,
    vscode.window.registerTreeDataProvider("fixture.tree", provider),
    vscode.commands.registerCommand("fixture.greet", greet),
    vscode.commands.registerCommand("fixture.rename", rename),
    vscode.commands.registerCommand("fixture.panel", openPanel),
  );
};
