// Writes THIRD-PARTY-NOTICES.md: the packages that prcl-silo and prcl are shipped with, and their licences, as the packages' own .nuspec files name
// them, and the libraries in the page's build (src/Web/dist/licences.md has the licences' texts). After a build: dotnet run build/ThirdPartyNotices.cs [Release]. A unit test holds the file against what was built.
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

var configuration = args.Length > 0 ? args[0] : "Debug";
var root = Environment.CurrentDirectory;
var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
var shipped = new[] { ("src/Silo", "prcl-silo"), ("src/Client", "prcl") }
    .SelectMany(p => Shipped(Path.Combine(root, p.Item1, "bin", configuration, "net10.0", p.Item2 + ".deps.json")))
    .Distinct().OrderBy(p => p.Id, StringComparer.OrdinalIgnoreCase).ThenBy(p => p.Version, StringComparer.Ordinal);

var text = new StringBuilder("""
    # Third-party notices

    What `prcl-silo` and `prcl` are shipped with, besides .NET itself, and under which licence, as each package names it. Written by
    `dotnet run build/ThirdPartyNotices.cs`. The weights `resnet18` are made from Microsoft.ML.DnnImageFeaturizer.ResNet18 (MIT).

    | package | version | licence | by |
    |---|---|---|---|

    """);
foreach (var (id, version) in shipped)
{
    var (licence, authors) = Read(Path.Combine(packages, id.ToLowerInvariant(), version, id.ToLowerInvariant() + ".nuspec"));
    text.Append(System.Globalization.CultureInfo.InvariantCulture, $"| [{id}](https://www.nuget.org/packages/{id}/{version}) | {version} | {licence} | {authors} |\n");
}

text.Append("""

    The page is built of these; their licences are at `/licences.md` of every silo and in `src/Web/dist`.

    | library | version | licence |
    |---|---|---|

    """);
foreach (var (name, version, licence) in Bundled(Path.Combine(root, "src", "Web", "dist", "licences.md")))
{
    text.Append(System.Globalization.CultureInfo.InvariantCulture, $"| [{name}](https://www.npmjs.com/package/{name}/v/{version}) | {version} | {licence} |\n");
}

File.WriteAllText(Path.Combine(root, "THIRD-PARTY-NOTICES.md"), text.ToString());

// A package that only builds, or only brings others along, isn't shipped.
static IEnumerable<(string Id, string Version)> Shipped(string dependencies)
{
    using var document = JsonDocument.Parse(File.ReadAllBytes(dependencies));
    foreach (var library in document.RootElement.GetProperty("targets").EnumerateObject().SelectMany(target => target.Value.EnumerateObject()))
    {
        var isPackage = document.RootElement.GetProperty("libraries").GetProperty(library.Name).GetProperty("type").GetString() == "package";
        if (isPackage && (Has("runtime") || Has("native") || Has("runtimeTargets")))
        {
            var name = library.Name.Split('/');
            yield return (name[0], name[1]);
        }

        bool Has(string kind) => library.Value.TryGetProperty(kind, out var files) && files.EnumerateObject().Any();
    }
}

// Headings like '## lit - 3.3.3 (BSD-3-Clause)'.
static IEnumerable<(string Name, string Version, string Licence)> Bundled(string file) =>
    from line in File.ReadLines(file)
    let heading = Regex.Match(line, @"^## (?<name>\S+) - (?<version>\S+) \((?<licence>.+)\)$")
    where heading.Success
    select (heading.Groups["name"].Value, heading.Groups["version"].Value, heading.Groups["licence"].Value);

static (string Licence, string Authors) Read(string file)
{
    var metadata = XDocument.Load(file).Root!.Elements().Single(e => e.Name.LocalName == "metadata");
    string Value(string name) => metadata.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value.Trim() ?? "";
    var licence = metadata.Elements().FirstOrDefault(e => e.Name.LocalName == "license");
    var told = licence is null ? Value("licenseUrl")
        : (string?)licence.Attribute("type") == "file" ? $"`{licence.Value.Trim()}` in the package"
        : licence.Value.Trim();
    return (told.Length == 0 ? "not named" : told, Value("authors").Replace("|", "/", StringComparison.Ordinal));
}
