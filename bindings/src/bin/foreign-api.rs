//! Prints what Kotlin and Swift see of a built library, one line for each name: `cargo xtask api` keeps it in bindings/api.txt,
//! so that a change to it is seen in review.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;

use uniffi_bindgen::macro_metadata::extract_from_bytes;
use uniffi_meta::{
    EnumMetadata, EnumShape, FieldMetadata, FnParamMetadata, Metadata, ObjectImpl, RecordMetadata, Type,
};

fn main() -> ExitCode {
    let Some(library) = std::env::args_os().nth(1) else {
        let _ = writeln!(std::io::stderr(), "accepted: the path of a library that was not stripped");
        return ExitCode::from(2);
    };
    let items = std::fs::read(&library).map_err(Into::into).and_then(|bytes| extract_from_bytes(&bytes));
    let listed = items.map(listing).and_then(|text| Ok(std::io::stdout().write_all(text.as_bytes())?));
    match listed {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{}: {error}", library.display());
            ExitCode::FAILURE
        }
    }
}

/// Sorted by name, so that the order of declarations is nobody's business; fields and variants in theirs, which a caller sees.
fn listing(items: Vec<Metadata>) -> String {
    let mut entries: Vec<String> = items.into_iter().filter_map(entry).collect();
    entries.sort_unstable();
    entries.dedup();
    entries.concat()
}

fn entry(item: Metadata) -> Option<String> {
    let line = match item {
        Metadata::Namespace(_) | Metadata::UdlFile(_) => return None,
        Metadata::Record(record) => of_record(&record),
        Metadata::Enum(one) => of_enum(&one),
        Metadata::Func(it) => {
            format!("{}\n", call("", &it.name, it.is_async, &it.inputs, it.return_type.as_ref(), it.throws.as_ref()))
        }
        Metadata::Object(object) => format!("{}: {}\n", object.name, kind(object.imp)),
        Metadata::CallbackInterface(it) => format!("{}: callback interface\n", it.name),
        Metadata::Constructor(it) => {
            let owner = format!("{}.new ", it.self_name);
            format!("{}\n", call(&owner, &it.name, it.is_async, &it.inputs, None, it.throws.as_ref()))
        }
        Metadata::Method(it) => {
            let owner = format!("{}.", it.self_name);
            let call = call(&owner, &it.name, it.is_async, &it.inputs, it.return_type.as_ref(), it.throws.as_ref());
            format!("{call}\n")
        }
        Metadata::TraitMethod(it) => {
            let owner = format!("{}.", it.trait_name);
            let call = call(&owner, &it.name, it.is_async, &it.inputs, it.return_type.as_ref(), it.throws.as_ref());
            format!("{call}\n")
        }
        Metadata::CustomType(custom) => format!("{}: {} under another name\n", custom.name, shown(&custom.builtin)),
        Metadata::UniffiTrait(_) | Metadata::ObjectTraitImpl(_) => return None,
    };
    Some(line)
}

fn kind(object: ObjectImpl) -> &'static str {
    match object {
        ObjectImpl::Struct => "object",
        ObjectImpl::Trait(_) => "interface of the app's",
    }
}

fn of_record(record: &RecordMetadata) -> String {
    let mut text = format!("{}: record\n", record.name);
    for field in &record.fields {
        let _ = writeln!(text, "    {}", of_field(field));
    }
    text
}

fn of_enum(one: &EnumMetadata) -> String {
    let kind = match one.shape {
        EnumShape::Enum => "enum",
        EnumShape::Error { .. } => "error",
    };
    let mut text = format!("{}: {kind}\n", one.name);
    for variant in &one.variants {
        let fields: Vec<String> = variant.fields.iter().map(of_field).collect();
        let fields = if fields.is_empty() { String::new() } else { format!("({})", fields.join(", ")) };
        let _ = writeln!(text, "    {}{fields}", variant.name);
    }
    text
}

fn of_field(field: &FieldMetadata) -> String {
    let default = if field.default.is_some() { ", may be left out" } else { "" };
    format!("{}: {}{default}", field.name, shown(&field.ty))
}

fn call(
    owner: &str,
    name: &str,
    is_async: bool,
    inputs: &[FnParamMetadata],
    gives: Option<&Type>,
    throws: Option<&Type>,
) -> String {
    let inputs: Vec<String> = inputs.iter().map(|input| format!("{}: {}", input.name, shown(&input.ty))).collect();
    let waits = if is_async { " async" } else { "" };
    let gives = gives.map(|ty| format!(" -> {}", shown(ty))).unwrap_or_default();
    let throws = throws.map(|ty| format!(" throws {}", shown(ty))).unwrap_or_default();
    format!("{owner}{name}({}){waits}{throws}{gives}", inputs.join(", "))
}

fn shown(ty: &Type) -> String {
    match ty {
        Type::Optional { inner_type } => format!("{}?", shown(inner_type)),
        Type::Sequence { inner_type } => format!("[{}]", shown(inner_type)),
        Type::Set { inner_type } => format!("set of {}", shown(inner_type)),
        Type::Map { key_type, value_type } => format!("[{}: {}]", shown(key_type), shown(value_type)),
        Type::Object { name, .. }
        | Type::Record { name, .. }
        | Type::Enum { name, .. }
        | Type::CallbackInterface { name, .. }
        | Type::Custom { name, .. } => name.clone(),
        Type::Box { inner_type } => shown(inner_type),
        Type::UInt8
        | Type::Int8
        | Type::UInt16
        | Type::Int16
        | Type::UInt32
        | Type::Int32
        | Type::UInt64
        | Type::Int64
        | Type::Float32
        | Type::Float64
        | Type::Boolean
        | Type::String
        | Type::Bytes
        | Type::Timestamp
        | Type::Duration => format!("{ty:?}"),
    }
}
