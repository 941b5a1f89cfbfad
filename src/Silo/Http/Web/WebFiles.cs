using System.Reflection;

namespace Prcl.Silo.Http.Web;

/// <summary>The page's files: the committed build of <c>src/Web</c>, which is in this program.</summary>
internal static class WebFiles
{
    private const string Prefix = "web/";

    /// <summary>Reads all of them.</summary>
    public static WebFile[] Read()
    {
        var assembly = Assembly.GetExecutingAssembly();

        // Windows builds name folders with backslashes.
        return
        [
            .. from resource in assembly.GetManifestResourceNames()
               let name = resource.Replace('\\', '/')
               where name.StartsWith(Prefix, StringComparison.Ordinal)
               select new WebFile(name[Prefix.Length..], Content(assembly, resource)),
        ];
    }

    private static byte[] Content(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
