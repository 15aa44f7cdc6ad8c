//! Judges that are not our own code: the published schemas, and programs that play the archive.
//!
//! Never silent: where the shared material is missing, it says so.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Returns a place in the shared material; says so where it is missing.
pub(crate) fn material(path: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/material");
    if root.is_dir() {
        return Some(root.join(path));
    }
    eprintln!("SKIPPED: no folder {}: the shared material is not here", root.display());
    None
}

/// Returns an interpreter that knows the XML library of the judges.
fn python() -> Command {
    let known = ["python3", "/usr/bin/python3"].into_iter().find(|program| {
        let import = Command::new(program).args(["-c", "import lxml.etree"]).output();
        import.is_ok_and(|output| output.status.success())
    });
    Command::new(known.expect("python3 with lxml is needed (Debian: python3-lxml)"))
}

/// Runs a judge and returns what it printed; fails if it refuses.
pub(crate) fn judge(program: &Path, args: &[&Path]) -> String {
    let output = python().arg(program).args(args).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{}: {said}{}",
        program.display(),
        String::from_utf8_lossy(&output.stderr)
    );
    said
}

/// Runs a script of ours in the judges' interpreter.
fn script(text: &str, args: &[&Path]) {
    let output = python().args(["-c", text]).args(args).output().unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Validates messages against the published schemas of their version and group.
pub(crate) fn validate(messages: &[PathBuf]) {
    let Some(schemas) = material("xdomea/xsd") else { return };
    let mut args: Vec<&Path> = vec![&schemas];
    args.extend(messages.iter().map(PathBuf::as_path));
    script(
        "import sys,os\n\
         from lxml import etree\n\
         groups={'03':'AktenplanAustauschen','04':'AbgabeDurchfuehren','05':'AussonderungDurchfuehren'}\n\
         bad=[]; seen={}\n\
         for path in sys.argv[2:]:\n\
         \x20   tree=etree.parse(path); name=etree.QName(tree.getroot())\n\
         \x20   version=name.namespace.rsplit(':',1)[1]; group=groups[name.localname[-4:-2]]\n\
         \x20   key=(version,group)\n\
         \x20   if key not in seen:\n\
         \x20       seen[key]=etree.XMLSchema(etree.parse(os.path.join(sys.argv[1],version,'xdomea-Nachrichten-%s.xsd'%group)))\n\
         \x20   if not seen[key].validate(tree):\n\
         \x20       bad+=['%s: %d %s'%(os.path.basename(path),e.line,e.message) for e in seen[key].error_log]\n\
         print('\\n'.join(bad[:40])); sys.exit(bool(bad))",
        &args,
    );
}

/// Compares two messages element by element; the words of code lists, comments and blanks between
/// elements do not count.
pub(crate) fn same_tree(one: &Path, other: &Path) {
    script(
        "import sys\n\
         from lxml import etree\n\
         def tree(e):\n\
         \x20   return (e.tag,(e.text or '').strip(),[tree(c) for c in e if isinstance(c.tag,str) and c.tag!='name'])\n\
         one,other=[tree(etree.parse(p).getroot()) for p in sys.argv[1:3]]\n\
         def diff(a,b,path=''):\n\
         \x20   if a[:2]!=b[:2] or len(a[2])!=len(b[2]): print(path,a[:2],len(a[2]),b[:2],len(b[2]))\n\
         \x20   for x,y in zip(a[2],b[2]): diff(x,y,path+'/'+a[0].split('}')[-1])\n\
         diff(one,other); sys.exit(one!=other)",
        &[one, other],
    );
}
