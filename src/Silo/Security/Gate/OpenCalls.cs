using System.Buffers;
using System.Reflection;
using Orleans.Metadata;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.Invocation;
using Orleans.Serialization.Serializers;
using Orleans.Serialization.Session;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Security;

namespace Prcl.Silo.Security.Gate;

/// <summary>Finds what clients may call: methods marked with <see cref="ForClientsAttribute"/>, and how Orleans writes calls of them.</summary>
/// <param name="names">Names interfaces.</param>
/// <param name="codecs">Writes calls.</param>
/// <param name="sessions">What writing takes.</param>
internal sealed class OpenCalls(GrainInterfaceTypeResolver names, ICodecProvider codecs, SerializerSessionPool sessions)
{
    /// <summary>The list of grain interfaces, Orleans's own: without it a client knows nobody to call. Nothing else of Orleans's is open.</summary>
    public const string Manifest = "Orleans.Runtime.IClusterManifestSystemTarget";
    private const string ManifestTarget = "sys.svc.manifest";
    private static readonly string[] ManifestMethods = ["GetClusterManifest", "GetClusterManifestUpdate"];

    /// <summary>The interfaces of which something is open, by their names.</summary>
    /// <param name="grains">The grains that this silo knows.</param>
    public Dictionary<IdSpan, OpenInterface> Find(GrainManifest grains)
    {
        var calls = CallsOf(typeof(IRunGrain).Assembly).ToLookup(c => c.GetMethod());
        var open = ForClientsAttribute.Methods.GroupBy(m => m.DeclaringType!).ToDictionary(
            methods => names.GetGrainInterfaceType(methods.Key).Value,
            methods => new OpenInterface(
                TargetsOf(grains, names.GetGrainInterfaceType(methods.Key)),
                [.. methods.Select(m => BeginningOf(calls[m].Single()))],
                IsService: false));
        var manifest = CallsOf(typeof(MembershipEntry).Assembly).Where(c => c.GetInterfaceType().FullName == Manifest && ManifestMethods.Contains(c.GetMethodName()));
        open.Add(IdSpan.Create(Manifest), new OpenInterface(new HashSet<IdSpan> { IdSpan.Create(ManifestTarget) }, [.. manifest.Select(BeginningOf)], IsService: true));
        return open;
    }

    /// <summary>A whole call without arguments, as Orleans writes it.</summary>
    public byte[] Write(IInvokable call)
    {
        using var session = sessions.GetSession();
        var buffer = new ArrayBufferWriter<byte>();
        var writer = Writer.Create(buffer, session);
        codecs.GetCodec(call.GetType()).WriteField(ref writer, 0, null!, call);
        writer.Commit();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Calls of an assembly's interfaces, without their arguments.</summary>
    public static IEnumerable<IInvokable> CallsOf(Assembly assembly) => assembly.GetTypes()
        .Where(t => t is { IsAbstract: false, ContainsGenericParameters: false } && t.IsAssignableTo(typeof(IInvokable)) && t.GetConstructor([]) is not null)
        .Select(t => (IInvokable)Activator.CreateInstance(t)!);

    private byte[] BeginningOf(IInvokable call)
    {
        using var session = sessions.GetSession();
        var whole = Write(call);
        var reader = Reader.Create(whole, session);
        reader.ReadFieldHeader();
        return whole[..(int)reader.Position];
    }

    private static HashSet<IdSpan> TargetsOf(GrainManifest grains, GrainInterfaceType type) =>
    [
        .. grains.Grains.Where(g => g.Value.Properties.Any(p =>
                p.Key.StartsWith(WellKnownGrainTypeProperties.ImplementedInterfacePrefix, StringComparison.Ordinal) && p.Value == type.ToString()))
            .Select(g => g.Key.Value),
    ];
}
