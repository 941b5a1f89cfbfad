using System.CommandLine;
using System.Globalization;
using Prcl.Contracts;
using Prcl.Silo.Hosting;
using Prcl.Silo.Http.Doors;
using Prcl.Silo.Http.Keys;

namespace Prcl.Silo.Commands;

/// <summary><c>prcl-silo keys</c>: keys for HTTP, each for what it is needed for. Silos that run take changes up by themselves.</summary>
internal static class KeysCommand
{
    private const string FileVariable = "PRCL_SILO_API_KEYS";

    public static Command Create()
    {
        var command = new Command(
            "keys",
            "Make, list and revoke keys for HTTP. They stand, as hashes, in the file that 'serve --api-keys' names; a silo that runs takes changes up within a second.\n\n"
            + "Example: prcl-silo keys add camera-7 --scopes ingest --api-keys /etc/prcl/api-keys.json\n"
            + "Example: prcl-silo keys list --api-keys /etc/prcl/api-keys.json");
        command.Add(Add());
        command.Add(List());
        command.Add(Revoke());
        return command;
    }

    private static Command Add()
    {
        var (name, file) = (NameOfKey(), FileOfKeys());
        var scopes = new Option<string>("--scopes")
        {
            Description = $"What it is for, separated by commas: {ScopeNames.All}; admin includes the others.",
            Required = true,
            HelpName = "SCOPES",
        };
        var command = new Command("add", "Make a key and print it, once: only its hash is kept.\n\nExample: prcl-silo keys add prometheus --scopes metrics") { name, scopes, file };
        command.SetAction(result =>
        {
            var (chosen, kept) = (result.GetRequiredValue(name), new KeyFile(Path(result, file)));
            if (!PrclNames.IsName(chosen))
            {
                throw new HostException($"NAME is {Printable.Quoted(chosen)}; it must be {PrclNames.Rule}.");
            }

            var before = kept.Read();
            if (Array.Exists(before, k => k.Name == chosen))
            {
                throw new HostException($"there is a key '{chosen}' already; \"prcl-silo keys revoke {chosen}\" takes it out.");
            }

            var (key, made) = ApiKey.Make(chosen, ScopeNames.Read(result.GetRequiredValue(scopes)), TimeProvider.System.GetUtcNow());
            kept.Write([.. before, made]);
            Console.WriteLine(key);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command List()
    {
        var file = FileOfKeys();
        var command = new Command("list", "List the keys: name, scopes, when they were made.\n\nExample: prcl-silo keys list") { file };
        command.SetAction(result =>
        {
            foreach (var key in new KeyFile(Path(result, file)).Read())
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{key.Name}  {string.Join(',', key.Scopes.Select(ScopeNames.Of))}  {key.CreatedUtc:yyyy-MM-dd HH:mm:ss}Z"));
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command Revoke()
    {
        var (name, file) = (NameOfKey(), FileOfKeys());
        var command = new Command("revoke", "Take a key out: within a second no silo that reads the file lets it in.\n\nExample: prcl-silo keys revoke camera-7") { name, file };
        command.SetAction(result =>
        {
            var (chosen, kept) = (result.GetRequiredValue(name), new KeyFile(Path(result, file)));
            var before = kept.Read();
            if (!Array.Exists(before, k => k.Name == chosen))
            {
                throw new HostException($"there is no key {Printable.Quoted(chosen)} in '{kept.Path}'{(before.Length == 0 ? "" : $"; there are {string.Join(", ", before.Select(k => k.Name))}")}.");
            }

            kept.Write(before.Where(k => k.Name != chosen));
            return ExitCode.Done;
        });
        return command;
    }

    private static Argument<string> NameOfKey() => new("NAME") { Description = "What people call it." };

    private static Option<string?> FileOfKeys() => new("--api-keys") { Description = $"The file of keys, made where it is missing; {FileVariable} in the environment.", HelpName = "FILE" };

    private static string Path(ParseResult result, Option<string?> file) =>
        (result.GetValue(file) ?? Environment.GetEnvironmentVariable(FileVariable)) is { Length: > 0 } named
            ? named
            : throw new HostException($"no file of keys is named; --api-keys or {FileVariable} must be the one that 'serve' is given.");
}
