using System.Reflection;
using Prcl.Contracts.Versions;
using Xunit;

namespace Prcl.Unit.Contracts.Versions;

/// <summary>
/// What programs of different commits say to each other stays as it is: <c>wire.txt</c> holds it, a line each. New lines are added by
/// <c>PRCL_RENEW_WIRE=1 Prcl.Unit -class "*WireTests"</c>; one may only go, or change, with <see cref="ProgramVersion.Wire"/>.
/// </summary>
public sealed class WireTests
{
    private static readonly string Path = System.IO.Path.Combine(Root(), "tests", "Unit", "Contracts", "Versions", "wire.txt");

    [Fact]
    public void Nothing_that_older_programs_say_or_understand_is_taken_away_or_changed_within_a_version_of_the_wire()
    {
        string[] now = [$"wire {ProgramVersion.Wire}", .. Surface().Order(StringComparer.Ordinal)];
        if (Environment.GetEnvironmentVariable("PRCL_RENEW_WIRE") == "1")
        {
            File.WriteAllLines(Path, now);
        }

        var held = File.ReadAllLines(Path);

        Assert.Equal($"wire {ProgramVersion.Wire}", held[0]);
        Assert.Empty(held.Except(now));
        Assert.Empty(now.Except(held));
    }

    [Fact]
    public void The_version_is_one_line_that_names_release_commit_and_wire() =>
        Assert.Matches(@"^\d+\.\d+\.\d+, commit [0-9a-f.]+, wire \d+$", ProgramVersion.Line);

    private static IEnumerable<string> Surface() =>
        typeof(ProgramVersion).Assembly.GetTypes().Where(t => t.GetCustomAttribute<AliasAttribute>() is not null && !t.IsGenericTypeDefinition)
            .SelectMany(t => t.IsInterface ? Methods(t) : t.IsEnum ? Values(t) : Members(t));

    private static IEnumerable<string> Methods(Type grain) => grain.GetMethods().Select(m =>
        $"{Name(grain)}.{m.GetCustomAttribute<AliasAttribute>()?.Alias ?? m.Name}({string.Join(", ", m.GetParameters().Select(p => Name(p.ParameterType)))}) -> {Name(m.ReturnType)}");

    private static IEnumerable<string> Values(Type choice) => Enum.GetNames(choice).Select(n => $"{Name(choice)} {Convert.ToInt64(Enum.Parse(choice, n), null)}");

    private static IEnumerable<string> Members(Type type) =>
        type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(m => (Member: m, Id: m.GetCustomAttribute<IdAttribute>()?.Id))
            .Where(m => m.Id is not null)
            .Select(m => $"{Name(type)} {m.Id} {Name(m.Member is PropertyInfo property ? property.PropertyType : ((FieldInfo)m.Member).FieldType)}");

    private static string Name(Type type) =>
        type.GetCustomAttribute<AliasAttribute>() is { } alias ? alias.Alias
        : type.IsArray ? Name(type.GetElementType()!) + "[]"
        : type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(System.IO.Path.Combine(folder, "Prcl.Orleans.sln")))
        {
            folder = System.IO.Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
